"""The formats of a table. Apart from their writers, which the web process need not carry."""

from enum import StrEnum


class Format(StrEnum):
    """The formats, by the ending of their files."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ODS = "ods"


PDF, DOCX, ODT = "pdf", "docx", "odt"
"""Documents to read, to print and to work on: the first two are made beside the tables."""
