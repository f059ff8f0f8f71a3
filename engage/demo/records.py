"""Statements on their way: one that an approver has to read, and talks that were over (s.17(2))."""

from engage.demo.content import Statement

TO_APPROVE = (
    Statement(
        council="marlbury",
        stage="approver",
        title="Help that comes before the rent is three months late",
        need="I fell behind when my hours were cut. The first letter came in the tenth week, and "
        "by then I owed 1,900 pounds.",
        who="About 640 tenants a year who fall behind with the rent for the first time.",
        evidence="Two years of rent accounts without names, and talks with 14 tenants and six "
        "housing officers.",
        today="A letter is printed when the debt passes eight weeks. Nobody looks before.",
        cost="410,000 pounds of rent written off last year, and 38 families who lost their home.",
        tried="Text messages to everybody on the first of the month. Most were ignored.",
        outcomes="A tenant hears from a person in the first two weeks, and is offered help.",
        success="Tenants more than eight weeks behind: 640 last year, 300 in the second year.",
        limits="Nobody may be judged by a computer alone. Bank accounts stay private.",
        inclusion="Visits and calls first. Nobody needs a phone that can show pages.",
        cpv=("85320000", "72000000"),
        value=180_000,
        model="the shape of GovTech Catalyst statements about help that comes in time",
    ),
)
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
