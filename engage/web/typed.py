"""What somebody had typed into a form that cannot be taken now: shown again, never lost."""

from flask import current_app, render_template, request

from engage.web.forms import labels_of

MOST = 100
SECRET = {"csrf_token", "password", "again", "current"}


def typed() -> list[tuple[str, str]]:
    """The posted texts with the name of their box, in the order of the form.

    A choice of one word can be made again.
    """
    labels = labels_of(request.form.keys() - {"csrf_token"})
    texts = [
        (labels.get(name) or _called(name), text)
        for name, values in request.form.lists()
        if name not in SECRET
        for text in values
        if len(text.split()) > 1
    ]
    return texts[:MOST]


def _called(name: str) -> str:
    """The name of a box as words; one that is made of an identifier is only a text."""
    words = name.replace("_", " ").replace("-", " ").strip()[:60]
    plain = words.isprintable() and not any(letter.isdigit() for letter in words)
    return words.capitalize() if words and plain else "Text"


def form_address() -> str | None:
    """Where the form stands: at the address it is posted to, if that is a page too."""
    adapter = current_app.create_url_adapter(request)
    readable = adapter is not None and adapter.test(request.path, method="GET")
    return request.full_path.rstrip("?") if readable else None


def page_above() -> str | None:
    """The nearest page at or above this address, other than the first page; it may be the form."""
    adapter = current_app.create_url_adapter(request)
    path = request.path.rstrip("/")
    while adapter is not None and path:
        if adapter.test(path, method="GET") and (path != request.path or request.method != "GET"):
            return path
        path = path.rpartition("/")[0]
    return None


def to_copy(title: str, happened: str, *, way: str, words: str, status: int) -> tuple[str, int]:
    """A page with everything typed, to copy, and a way to go on that leaves this page open."""
    page = render_template(
        "errors/typed.html",
        title=title,
        sentence=happened,
        texts=typed(),
        way=way,
        words=words,
        form=form_address(),
    )
    return page, status
