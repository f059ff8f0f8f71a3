"""The seam to Flask; it knows no capability."""
