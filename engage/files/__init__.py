"""Files people hand in: looked into, kept under random names, scanned, handed out safely."""
