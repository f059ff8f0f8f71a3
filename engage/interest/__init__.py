"""Expressions of interest in taking part (Procurement Regulations 2024 reg.17(2)(f)(ii))."""
