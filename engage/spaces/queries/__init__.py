"""Reads of whole spaces: each page's own, over every capability."""
