"""Failures a person can act on. Views turn these into pages, never into 500s."""


class Refusal(Exception):
    """A rule said no; ``str(refusal)`` says which, and what to do instead."""


class NotPermitted(Exception):
    """This actor may not do this to that."""
