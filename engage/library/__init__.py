"""The library: what engagements found out, for councils that are about to ask the same."""
