"""Feedback to every participant, what we heard, and the end of an engagement."""
