"""Published notices read into drafts: Find a Tender and Contracts Finder releases (OCDS 1.1)."""
