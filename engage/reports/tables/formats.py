"""The formats of a table. Apart from their writers, which the web process need not carry."""

from enum import StrEnum


class Format(StrEnum):
    """The formats, by the ending of their files."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    ODS = "ods"


PDF = "pdf"
"""The document that is made beside the tables, to read and to print."""
