"""What councils are looking for: the public list, and a council's own."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from flask import render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from engage.authorities import queries as authorities
from engage.authorities.models import Authority
from engage.challenges import queries
from engage.challenges.forms import ListForm
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.paging import PER_PAGE
from engage.web.access import Answer, anyone, permit
from engage.web.pages import NoSuchPage, page_asked, paging, public_page

MOST_PER_PAGE = 100
BOXES = ("q", "stage", "council", "cpv", "region", "value", "sme", "sort")
KEPT = frozenset(BOXES) - {"stage", "sort"}  # of a search that is saved
STAGES = (("", "All"), ("open", "Open now"), ("ended", "Ended (archive)"))


def _at(session: Session, _actor: object, slug: str) -> Authority | None:
    return authorities.by_slug(session, slug)


@bp.get("/challenges")
@permit(anyone)
def list_public(session: Session) -> Answer:
    return _list(session, "/challenges")


@bp.get("/councils/<slug>")
@permit(anyone, load=_at)
def council(session: Session, authority: Authority) -> Answer:
    return _list(session, f"/councils/{authority.slug}", authority)


def _list(session: Session, address: str, authority: Authority | None = None) -> Answer:
    at = now(session)
    form = ListForm(request.args)
    if authority is None:
        form.council.choices = authorities.names(session)
    form.validate()
    wanted = {**form.wanted(), **({"council": authority.slug} if authority else {})}
    asked = page_asked(_size())
    if asked.offset >= queries.MOST_SHOWN:
        raise NoSuchPage
    found = queries.search(session, wanted, at=at, page=asked)
    return public_page(
        "challenges/list.html",
        form=form,
        search=_search(form, address),
        filtered=bool(form.wanted().keys() - {"sort"}),
        authority=authority,
        rows=[(row, row.stage_at(at)) for row in found.rows],
        paging=paging(asked, found.total, more=found.more, further=found.further),
        stages=[(*each, found.by_stage.get(each[0])) for each in _by_stage(address, form)],
        address=_address(address, form, asked.size),
        plain_address=address,
        subscribe=_query("/subscribe", {k: v for k, v in wanted.items() if k in KEPT}),
    )


def _search(form: ListForm, address: str) -> Markup:
    """The form above the list. Drawing it costs more than the list, so it is kept."""
    if form.errors:
        return _drawn(form, address)
    filled = tuple((name, str(form[name].data or "")) for name in BOXES)
    return _kept(filled, tuple(form.council.choices), address)


@lru_cache(maxsize=32)
def _kept(
    filled: tuple[tuple[str, str], ...], councils: tuple[tuple[str, str], ...], address: str
) -> Markup:
    form = ListForm(data=dict(filled))
    form.council.choices = councils
    return _drawn(form, address)


def _drawn(form: ListForm, address: str) -> Markup:
    narrowed = any(form[name].data for name in BOXES[1:])
    drawn = render_template("challenges/search.html", form=form, address=address, narrowed=narrowed)
    return Markup(drawn)  # noqa: S704  (a template drew and escaped it)


def _size() -> int:
    """``?per=``: how many a page, 50 unless told, 100 at most."""
    text = request.args.get("per", str(PER_PAGE))
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        raise NoSuchPage
    size = int(text)
    if not 1 <= size <= MOST_PER_PAGE:
        raise NoSuchPage
    return size


def _address(address: str, form: ListForm, size: int) -> str:
    """This view without its page, to go on from or to send to a colleague."""
    return _query(address, {**form.wanted(), **({"per": str(size)} if size != PER_PAGE else {})})


def _by_stage(address: str, form: ListForm) -> Iterator[tuple[str, str, str, bool]]:
    """The same search at another stage: its key, its words, its address, whether it is this one."""
    wanted = {key: value for key, value in form.wanted().items() if key != "sort"}
    here = form.wanted().get("stage", "")
    for key, words in STAGES:
        yield key, words, _query(address, {**wanted, "stage": key}), key == here


def _query(address: str, wanted: Mapping[str, str]) -> str:
    kept = {key: value for key, value in wanted.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address
