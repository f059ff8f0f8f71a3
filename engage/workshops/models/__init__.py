"""Rows of workshops, their sessions and places. They hold data and decide nothing."""

from engage.workshops.models.places import Place, PlaceState
from engage.workshops.models.sittings import Mode, Sitting, Workshop

__all__ = ["Mode", "Place", "PlaceState", "Sitting", "Workshop"]
