from datetime import date, time

import pytest

from engage.challenges.checker import taking_part


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("To be submitted via www.open-uk.org by 12 noon on the 23rd April 2026.", time(12)),
        ("Deadline is 12noon on Thursday 23 April 2026", time(12)),
        ("Deadline for Notifications of Interest 17:30 hrs on 23rd April", time(17, 30)),
        ("Please respond by 5pm, 23/04/2026.", time(17)),
        ("Responses no later than 23 April 2026 at 2.30 p.m.", time(14, 30)),
        ("Questions until 17:00 Monday 20 April 2026. Answers until noon 23 April 2026", time(12)),
        ("Closes 12am on 23 April", time(0)),
        ("An event will be held on 23 April 2026 @ 2pm.", None),
        ("Respond by 5pm on 22 April 2026.", None),
        ("Respond by 5pm.", None),
        ("Respond by 31 February 2026 at 5pm", None),
        ("", None),
    ],
)
def test_the_closing_hour_stands_beside_the_day(text: str, hour: time | None) -> None:
    assert taking_part.closing_hour(text, date(2026, 4, 23)) == hour


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("https://uk.eu-supply.com/app/rfq/rwlentrance_s.asp?PID=105654&TID=100110781&B=", True),
        ("www.example.org ; https://example.org/2", True),
        ("See https://example.org", False),
        ("", False),
        ("See attached documents", False),
    ],
)
def test_a_text_that_is_only_an_address(text: str, only: bool) -> None:
    assert taking_part.is_only_an_address(text) is only
