"""Questionnaires, drafts, sealed submissions and receipts."""
