"""Reads of findings, each shaped for the page or task that asks."""
