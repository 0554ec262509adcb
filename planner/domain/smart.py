"""Whether an objective is specific, measurable, assigned, realistic and dated; and whether a measure counts or tells.

Words are looked for, nothing is understood: what is found is for a person to read again.
"""

from __future__ import annotations

import re
from datetime import date

from planner.domain.decisions import Decision

LEAST_WORDS = 5
LONGEST_DAYS = 730
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Phrases that fit any plan and so say nothing of this one.
VAGUE = re.compile(
    r"\b(as (appropriate|needed|required|necessary)|(where|if|when) (possible|appropriate|needed)|ongoing|various|etc|and so on"
    r"|improve things|make a difference|business as usual|monitor the situation|raise awareness|(disrupt|tackle|target) the (group|ocg)"
    r"|(reduce|tackle|fight) crime|work(ing)? with partners|do our best|continue to)\b",
    re.IGNORECASE,
)
# Promises that nobody can keep.
ABSOLUTE = re.compile(
    r"\b(eradicat\w+|eliminat\w+|stamp(ed|ing)? out|once and for all|never again|completely|entirely|for ever|forever|no more crime"
    r"|zero (crime|harm|drugs|violence)|(all|every) (crime|harm|drugs?|violence|offend\w+|members?|dealers?)|end all)\b"
    # All of what others do cannot be promised; all of a list that we work through can.
    r"|\bby 100 ?(%|per ?cent)|\b100 ?(%|per ?cent)(?= (of )?(the |all |its |their )?(crime|harm|drug|violen|offen[cd]|member|dealer|robber"
    r"|burglar|theft|thief|thieves|assault|attack|reduction|fall|drop|success|safe|solved|detect|convict))",
    re.IGNORECASE,
)
NOBODY_IN_PARTICULAR = frozenset(
    (
        "all", "everyone", "everybody", "anyone", "all partners", "partners", "police and partners", "the team", "our team", "team",
        "we", "us", "all agencies", "various", "multi-agency", "to be agreed", "tbc", "somebody", "someone",
    )
)  # fmt: skip
COUNTS = re.compile(
    r"\d|%|£|(?<!no )\bone\b(?! another)|\bno\b(?! (one|longer|more|doubt|measure|matter|idea|way|need|clear)\b)|(?<=[\w:,] )none\b|\bnone of\b"
    r"|\b(number|how (many|much|often|long)|count(s|ed)?|per ?cent(age)?|rate|share of|total|volume|value of|amount|fewer|"
    r"fall|drop|rise|reduction|increase|decrease|halv\w+|doubl\w+|twice|half|two|three|four|five|six|seven|eight|nine|ten|"
    r"dozen|hundred|sum|pounds|kilos?|grams?|litres?|hours|recorded|per (day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(feel(s|ing|ings)?|felt|say(s|ing)?|said|tell(s|ing)?|told|hear(s|d)?|see(s|n|ing)?|saw|speak(s|ing)?|spoken|talk(s|ed)?|"
    r"confiden\w+|trust\w*|view(s|ed)?|voice(s|d)?|stor(y|ies)|account(s)? (of|from|by|in)|interview\w*|survey\w*|feedback|focus group\w*|"
    r"describ\w+|observ\w+|experience\w*|satisf\w+|safe|safer|safety|fear\w*|worr(y|ies|ied)|opinion\w*|perception\w*|perceiv\w+|"
    r"quality|own words|case stud(y|ies)|reflect\w*|narrative\w*|conversation\w*|asked|willing\w*|notice\w*)\b",
    re.IGNORECASE,
)


def counts(measure: str) -> bool:
    """Whether a measure holds a number or asks how many: quantitative."""
    return bool(COUNTS.search(measure))


def tells(measure: str) -> bool:
    """Whether a measure rests on what people hear, feel, see or say: qualitative."""
    return bool(TELLS.search(measure))


def specific(objective: Decision) -> bool:
    """Whether it says something of this case: five words at least, and no phrase that fits every plan."""
    return len(WORD.findall(objective.text)) >= LEAST_WORDS and not VAGUE.search(objective.text)


def measurable(objective: Decision) -> bool:
    """Whether its measure counts something, or rests on what somebody can be asked."""
    return counts(objective.measure) or tells(objective.measure)


def assigned(objective: Decision) -> bool:
    """Whether somebody in particular owns it."""
    return somebody(objective.owner)


def somebody(owner: str) -> bool:
    """Whether an owner is named, and is not everybody."""
    named = " ".join(owner.casefold().strip(" .").split())
    return bool(named) and named not in NOBODY_IN_PARTICULAR


def absolute(text: str) -> str:
    """The words in what is aimed at that promise all or nothing; its measure may well look at all there are."""
    found = ABSOLUTE.search(text)
    return found.group() if found else ""


def realistic(objective: Decision, set_on: date) -> bool:
    """Whether what is aimed at is not all or nothing, and there is time: due after the day it was set, and within two years."""
    if absolute(objective.text):
        return False
    return objective.due is None or 0 < (objective.due - set_on).days <= LONGEST_DAYS
