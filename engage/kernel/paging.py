"""Which part of a long list somebody asked for. Every list that pages takes one of these."""

from dataclasses import dataclass

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """A page of a list: its number, from 1, and how many rows it holds."""

    number: int = 1
    size: int = PER_PAGE

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size

    @property
    def limit(self) -> int:
        return self.size
