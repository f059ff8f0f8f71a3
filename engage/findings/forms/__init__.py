"""The shape of what readers choose and type."""
