"""A record of talks that were over before the council used engage (s.17(2))."""

from engage.demo.content import Statement

RECORDS = (
    Statement(
        council="marlbury",
        stage="record",
        title="Warm water in the pool at half the cost",
        need="I swim for my knees. The pool was shut for six weeks last winter because the boiler "
        "failed again.",
        who="2,100 people who swim each week, and 340 children who learn to.",
        evidence="Three winters of meter readings, and 88 letters after the pool was shut.",
        today="Two gas boilers from 1998 heat the water. Parts have to be made for them.",
        cost="165,000 pounds a year for gas, and 41 days without swimming last winter.",
        tried="A cover for the night. It saves a tenth.",
        outcomes="The pool stays open all winter and costs half as much to heat.",
        success="Days on which it is shut: 41 last winter, none in the second. Cost of heat: "
        "165,000 pounds a year today, 80,000 in the second.",
        limits="The pool may be shut for two weeks in August, and no longer.",
        inclusion="Swimmers heard of the plans at the front desk and by a notice on the wall.",
        cpv=("45331000", "71314000"),
        value=420_000,
        category="works",
        days_left=-20,
        model="the shape of Defra's notice about talks that had been held",
        process="We met four firms and one charity at the Civic Centre. The talks ended at "
        "{ended}. Each had an hour and the same five questions. They were the ones that "
        "had answered an open call on our website. Nobody was told anything that is not on this "
        "page.",
    ),
)
