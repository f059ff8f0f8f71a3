"""The verbs of files: take one in, admit it, forget it, and settle what a worker owes."""

from engage.files.service.receiving import NotKept, admit, forget, receive, remove
from engage.files.service.rescanning import rescan_due
from engage.files.service.settling import settle_due

__all__ = ["NotKept", "admit", "forget", "receive", "remove", "rescan_due", "settle_due"]
