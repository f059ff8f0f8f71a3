"""Suppliers, and other persons of s.16(1): who may supply, their size, region and interests."""
