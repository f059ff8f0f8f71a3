"""Hand-over: one pack of everything an auditor or the tender's team asks (PA 2023 ss.16-17, 98)."""
