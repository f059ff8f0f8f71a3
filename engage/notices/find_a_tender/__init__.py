"""Find a Tender's two interfaces: releases that anybody may read, and notices sent by API.

Nothing here knows our tables. ``reading`` and ``sending`` ask through a Fetcher that is given
to them; ``windows`` and ``reception`` are pure.
"""
