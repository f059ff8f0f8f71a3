"""The audit trail of challenges and councils, to read and to take away (PA 2023 s.98)."""
