"""Challenge statements: what an authority needs, told before any tender (PA 2023 s.16)."""
