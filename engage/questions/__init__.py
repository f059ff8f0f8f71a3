"""Clarification questions, and answers published to everybody alike (PA 2023 s.16(3))."""
