"""The audit trail of a challenge, to read and to take away (PA 2023 s.98)."""
