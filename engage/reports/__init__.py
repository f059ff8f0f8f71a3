"""Compiled responses, in the formats people open."""
