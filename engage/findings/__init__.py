"""Findings: reading what suppliers sent, its themes, what came of them, and what may be public."""
