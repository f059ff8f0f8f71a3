"""Reads of notifications: the words messages are made of, and the desk's list of messages."""
