"""Contracting authorities (councils): identity and brand; every row of a council hangs here."""
