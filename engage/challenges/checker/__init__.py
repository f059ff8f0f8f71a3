"""Checks what a council is about to tell the market: advice that quotes the words."""
