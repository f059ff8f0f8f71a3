"""What somebody had typed into a form that cannot be taken now: shown again, never lost."""

from flask import render_template, request

MOST = 100
SECRET = {"csrf_token", "password", "again", "current"}


def typed() -> list[str]:
    """The posted texts, in the order of the form; a choice of one word can be made again."""
    texts = [
        text
        for name, values in request.form.lists()
        if name not in SECRET
        for text in values
        if len(text.split()) > 1
    ]
    return texts[:MOST]


def form_address() -> str | None:
    """Where the form stands: at the address it is posted to, if that is a page too."""
    readable = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.full_path.rstrip("?") if readable else None


def to_copy(title: str, happened: str, *, way: str, words: str, status: int) -> tuple[str, int]:
    """A page with everything typed, to copy, and a way to go on that leaves this page open."""
    page = render_template(
        "errors/typed.html", title=title, sentence=happened, texts=typed(), way=way, words=words
    )
    return page, status
