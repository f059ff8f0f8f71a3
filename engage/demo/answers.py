"""What firms of the demonstration answer: nine ideas, each with an answer to every question."""

ANSWERS = (
    (
        "A week beside the people who do the work. From that we choose one place, change one "
        "thing there, and count for six weeks. Everything else waits for what we see.",
        "For a county of 300,000 people we did the same with missed bin collections. The first "
        "change was a new phone script. Calls fell by a fifth in two months.",
        "Two members of your staff for one day a week, and somebody who may say yes to a small "
        "change without a committee.",
        "If the people who do the work hear of it after it was decided. It failed once for us, "
        "in 2022, for that reason.",
        "Ask for a first stage with a price of its own. Do not ask for a list of functions yet.",
    ),
    (
        "Small sensors in 40 places and a plain weekly letter to whoever is responsible. Nobody "
        "needs an app, and nothing is wired in. Batteries last for three years.",
        "We run 600 such sensors in a harbour. Nine in ten still worked after two winters; we "
        "learned to seal the cable entries.",
        "A list of places, somebody with keys, and leave to fix boxes with straps.",
        "Too many alarms. People stop reading after the third false one, so we would begin with "
        "one letter a week and no alarms.",
        "Ask how false alarms are counted. Do not prescribe a radio standard.",
    ),
    (
        "Your records already hold most of the answer. We would join two of them, and test what "
        "they say against last winter before anybody acts on it.",
        "We joined repair and complaint records for two housing associations. The list we made "
        "had 7 of the 10 worst homes that the surveyors found later.",
        "Copies of two tables without names, and one person who knows what the columns mean.",
        "Records that say when something was typed in and not when it happened. We would check "
        "this in the first week, and stop if it is so.",
        "Ask that you own whatever is learned from your data. Ask for the method in plain words.",
    ),
    (
        "A telephone service that calls people, and does not wait for them to call. Behind it a "
        "shared list that everybody concerned can read.",
        "Our four callers have rung 2,100 people for a health board since 2023. Two in three "
        "pick up when the number is a local one.",
        "A letter from the council that says who we are, so that people trust the call.",
        "If nobody acts on what people say. Then the second call is harder than the first.",
        "Ask for the languages you need. A price for each call would reward short calls, so "
        "please ask for a price a month.",
    ),
    (
        "Train ten residents as scouts and pay them. They know more than any sensor, and they "
        "are there when nobody from the council is.",
        "Twelve scouts in one ward found 90 faults in a month. The work was paid by the hour "
        "through a credit union.",
        "A room, a name in the council who answers scouts within two days, and cover by your "
        "insurance.",
        "If scouts are asked to do the work of staff who were let go. Then they leave, rightly.",
        "Leave room for groups that are no company. A bond or two years of accounts shuts us out.",
    ),
    (
        "A paper map on the wall of one office, with pins. In four weeks we know which "
        "facts people really use, and only those go into software.",
        "We did this for a fire service. Of 31 facts they had asked for, crews used six.",
        "Wall space, half an hour every morning, and one manager who joins in.",
        "If somebody buys the software before the four weeks are over.",
        "Ask suppliers to show what they would leave out. Do not ask for a demonstration with "
        "data that we made up.",
    ),
    (
        "Join what three neighbouring councils already have, instead of a fourth system. "
        "We would begin with a common list of words, so that figures can be compared.",
        "Our open list of words is used by eleven councils. It took nine months, mostly meetings.",
        "An introduction to your neighbours, and leave to publish the list under an open licence.",
        "If each council wants its own words in the end. We would agree how to settle that first.",
        "Ask for open standards and for a way out: how does our data leave, and what does it cost?",
    ),
    (
        "A fund of small grants for people to try things themselves, with a coach. Twenty tries "
        "at 1,500 pounds tell you more than one at 30,000.",
        "For a national park we coached 14 tries. Nine were dropped, three go on without us, and "
        "two went wrong in a way that taught us most.",
        "A rule for grants that fits on one page, and a panel that meets every two weeks.",
        "If dropped tries count as failures. Then people try only what they are sure of.",
        "Say openly that most tries will end. Do not ask for a saving in the first year.",
    ),
    (
        "Change the order of the work before any tool. We would follow twenty cases from the "
        "first call to the end, and take out the two longest waits.",
        "In a planning office the longest wait was for a signature nobody needed. Cases "
        "went from 61 days to 38.",
        "Twenty real cases with names removed, and leave to ask why a step is there.",
        "If the waits lie with another office that is not in the room. We would want them there "
        "from the first day.",
        "Ask for days from start to end as people feel them. Hours worked say little.",
    ),
)
