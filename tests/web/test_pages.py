"""Pages of a list: the one that was asked for, and what stands around its rows."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from engage.kernel.paging import Page
from engage.web.pages import Paging, page_asked, paging


def test_the_first_page_unless_told(app: Flask) -> None:
    with app.test_request_context("/list"):
        assert page_asked() == Page(1, 50)
    with app.test_request_context("/list?page=3"):
        assert page_asked(20) == Page(3, 20)
    assert (Page(3, 20).offset, Page(3, 20).limit) == (40, 20)


@pytest.mark.parametrize("said", ["0", "-1", "x", "²", "1000000", "100001", ""])
def test_what_is_no_page_is_not_found(app: Flask, said: str) -> None:
    with app.test_request_context(f"/list?page={said}"), pytest.raises(NotFound):
        page_asked()


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (101, 3)])
def test_there_is_always_a_page_and_none_after_the_last(total: int, pages: int) -> None:
    assert paging(Page(pages), total) == Paging(pages, 50, total)
    assert paging(Page(pages), total).pages == pages
    with pytest.raises(NotFound):
        paging(Page(pages + 1), total)
