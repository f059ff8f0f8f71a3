"""Reads of questionnaires and responses: the supplier's own, and the council's after the end."""

from engage.responses.queries.advice import advice, advice_for_desk, field_of
from engage.responses.queries.bank import banked, shipped_that_fit, to_begin_with
from engage.responses.queries.earlier import Earlier, earlier
from engage.responses.queries.entered import EnteredFor, entered, entered_for
from engage.responses.queries.facts import COMPANY, PEOPLE, REGIONS, facts_of
from engage.responses.queries.files import SentFile, attached, sent_file
from engage.responses.queries.own import (
    Own,
    OwnPrompt,
    Sheet,
    current,
    own,
    own_prompt,
    sender,
    sheet,
)
from engage.responses.queries.questionnaire import (
    Length,
    effort_of,
    length,
    prompt_for_desk,
    prompts,
)
from engage.responses.queries.receipts import Known, known_receipt
from engage.responses.queries.sent import (
    Sent,
    batch,
    changed_since,
    count_sent,
    has_read,
    neighbours,
    per_hour,
    senders,
    sent_response,
    sent_rows,
    unsealed,
)

__all__ = [
    "COMPANY",
    "PEOPLE",
    "REGIONS",
    "Earlier",
    "EnteredFor",
    "Known",
    "Length",
    "Own",
    "OwnPrompt",
    "Sent",
    "SentFile",
    "Sheet",
    "advice",
    "advice_for_desk",
    "attached",
    "banked",
    "batch",
    "changed_since",
    "count_sent",
    "current",
    "earlier",
    "effort_of",
    "entered",
    "entered_for",
    "facts_of",
    "field_of",
    "has_read",
    "known_receipt",
    "length",
    "neighbours",
    "own",
    "own_prompt",
    "per_hour",
    "prompt_for_desk",
    "prompts",
    "sender",
    "senders",
    "sent_file",
    "sent_response",
    "sent_rows",
    "sheet",
    "shipped_that_fit",
    "to_begin_with",
    "unsealed",
]
