"""Who was told what, and when: the ledger of equal information (Procurement Act 2023, s.16(3))."""
