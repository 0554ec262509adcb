"""Requests to partners, grouped by who would hold the answer, under the six headings.

The open form names nobody and nothing: themed questions and each fact's own wording. The named form gives the agency the
identifiers it needs, and only after a sharing decision with its lawful basis is on the record. Neither says whom or what the
questions are about, nor why: no word of organised crime, of a case, or of anything covert.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.application.naming import Safeguarded, ordinary_words, telling_in_a_basis
from planner.application.needing import Gap
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.menu import AGENCIES, Agency
from planner.domain.profile import Profile
from planner.domain.vocabulary import HEADINGS
from planner.domain.words import nearest
from planner.errors import Fault, InputError

OTHER = "other"
# Wording that asks about, or for, somebody by name has no place in the open form; what needs 999 has none in any.
BY_NAME = re.compile(r"named to you|^(?:who|whose|whom)\b|\b999\b", re.IGNORECASE)
AT_ONCE = "999"
# The seven golden rules of information sharing (source 001), as what to tick before anything named goes out.
GOLDEN_RULES = (
    "Data protection law lets us share what is needed to keep people safe: which basis do we use here?",
    "Have we been open with the person where it is safe and appropriate to be?",
    "Where we are unsure, whom did we ask, without naming the person?",
    "Is there consent, or does the basis stand without it?",
    "Have we weighed the safety and well-being of the person and of others who may be affected?",
    "Is what we ask necessary, proportionate, relevant, accurate, timely and sent securely?",
    "Is the decision recorded, with what was shared, with whom, and why?",
)


@dataclass(frozen=True)
class Asked:
    """One question to an agency. `number` is what a reply quotes; `fact` stays with us and is on no request."""

    number: str
    heading: str
    text: str
    fact: str


@dataclass(frozen=True)
class Request:
    """What one agency is asked."""

    agency: Agency
    title: str
    named: bool
    basis: str
    questions: tuple[Asked, ...]

    def under(self, heading: str) -> list[Asked]:
        """The questions under one heading."""
        return [one for one in self.questions if one.heading == heading]


def open_requests(gaps: Sequence[Gap], library: Library) -> tuple[Request, ...]:
    """The open form for every partner that could tell something needed: themes first, then facts in their own wording."""
    needed = [one for one in gaps if one.need == "need_to_know"]
    wanted = {_general(one.fact): one.fact for one in reversed(needed)}
    found: dict[Agency, list[tuple[str, str, str]]] = {}
    for theme in library.themes:
        told = next((wanted[fact] for fact in theme.would_tell if fact in wanted), "")
        if told:
            found.setdefault(theme.agency, []).append((theme.heading, theme.text, told))
    for gap in needed:
        for agency in partners_of(gap.holders, library):
            if gap.partner_wording and not BY_NAME.search(gap.partner_wording):
                found.setdefault(agency, []).append((_under(gap), gap.partner_wording, gap.fact))
    requests = (_request(agency, questions, named=False, basis="") for agency, questions in found.items())
    return tuple(sorted(requests, key=lambda one: list(AGENCIES).index(one.agency)))


def named_request(
    gaps: Sequence[Gap], library: Library, profile: Profile, book: Casebook, agency_named: str
) -> Request:
    """The specific form for one agency, with the people, places and things it is asked about.

    Raises InputError for an agency there is not, without a recorded decision to share with it and its lawful basis, and for a
    name in the case or a basis that would itself tell.
    """
    agency = _agency(agency_named)
    basis = _basis(book, agency, library)
    questions = []
    for gap in gaps:
        owner = gap.fact.partition(".")[0]
        if gap.need != "need_to_know" or "/" not in owner or owner.endswith("/+") or not gap.partner_wording:
            continue
        if agency in partners_of(gap.holders, library) and AT_ONCE not in gap.partner_wording:
            questions.append((_under(gap), f"{profile.label(owner)}: {gap.partner_wording}", gap.fact))
    if not questions:
        raise InputError.of(
            AGENCIES[agency], "nothing needed is for this agency to answer by name.", "See fourp gaps --by partner."
        )
    owners = {fact.partition(".")[0] for _, _, fact in questions}
    faults = [*_basis_faults(basis, agency, profile, library), *_label_faults(owners, profile, library)]
    if faults:
        raise InputError(faults)
    return _request(agency, questions, named=True, basis=basis)


def _basis_faults(basis: str, agency: Agency, profile: Profile, library: Library) -> list[Fault]:
    """What a basis that is already on the record would tell: it is printed on what the partner gets."""
    telling = telling_in_a_basis(basis, profile, library)
    if not telling:
        return []
    what = f"the basis on record would tell more than the law it names: {_quoted(telling)}."
    mend = f"Decide it again with the law alone: fourp decide CASE share {agency} yes --basis LAW --because WHY."
    return [Fault("--named", 0, 0, what, mend)]


def _label_faults(owners: Iterable[str], profile: Profile, library: Library) -> list[Fault]:
    """What some are called that would tell the agency why it is asked, or name a child by a place or by somebody else."""
    safe = Safeguarded(profile, library, ordinary_words(library))
    telling = sorted(
        {
            label
            for owner in owners
            if any(one.found_in(label := profile.label(owner)) for one in library.telltale) or safe.told_by(owner)
        }
    )
    if not telling:
        return []
    what = f"these names would tell the agency what it is about: {_quoted(telling)}."
    mend = "Give each a plain name with its next fact: fourp learn CASE REF VALUE --label NAME."
    return [Fault("--named", 0, 0, what, mend)]


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _request(agency: Agency, questions: Iterable[tuple[str, str, str]], *, named: bool, basis: str) -> Request:
    order = {heading: n for n, heading in enumerate((*HEADINGS, OTHER))}
    once = {text: (heading, fact) for heading, text, fact in reversed(list(questions))}
    ranked = sorted(
        ((heading, text, fact) for text, (heading, fact) in reversed(once.items())),
        key=lambda one: order.get(one[0], len(order)),
    )
    # The first part is the agency's own, so that a reply that quotes it cannot be taken for another's.
    place = list(AGENCIES).index(agency)
    asked = tuple(Asked(f"{place}.{n}", heading, text, fact) for n, (heading, text, fact) in enumerate(ranked, 1))
    return Request(agency, AGENCIES[agency], named, basis, asked)


def partners_of(holders: Iterable[str], library: Library) -> list[Agency]:
    """The agencies outside the police among those who may hold a fact."""
    known = (library.holder[name] for name in holders if name in library.holder)
    return list(dict.fromkeys(one.agency for one in known if one.kind != "police" and one.agency != "police"))


def _agency(named: str) -> Agency:
    folded = named.casefold().replace("-", "_").replace(" ", "_")
    for agency, title in AGENCIES.items():
        if folded in (agency, title.casefold().replace(" ", "_")) and agency != "police":
            return agency
    known = [agency for agency in AGENCIES if agency != "police"]
    raise InputError.of(
        "--named", f"there is no agency '{named}'.", nearest(folded, known) or f"It is one of: {', '.join(known)}."
    )


def sharing(book: Casebook, agency: Agency, library: Library) -> Decision | None:
    """The decision that stands on sharing with an agency, or nothing; a refusal outweighs a consent to one part of it."""
    names = {agency, AGENCIES[agency].casefold()} | {
        one.name.casefold() for one in library.holders if one.agency == agency
    }
    decided = [made for _, made in book.decided("share") if made.agency.casefold() in names]
    return next((made for made in decided if made.state == "no"), decided[-1] if decided else None)


def _basis(book: Casebook, agency: Agency, library: Library) -> str:
    """The lawful basis of the recorded decision to share with an agency."""
    decided = sharing(book, agency, library)
    if decided is None:
        rules = "".join(f"\n  {n}. {rule}" for n, rule in enumerate(GOLDEN_RULES, 1))
        what = "no decision to share with it, and on which lawful basis, is on the record."
        mend = f"Weigh the seven golden rules, then: fourp decide CASE share {agency} yes --basis TEXT --because TEXT{rules}"
        raise InputError.of(AGENCIES[agency], what, mend)
    if decided.state == "no":
        raise InputError.of(
            AGENCIES[agency], "the decision on record is not to share with it.", "Ask in the open form."
        )
    return decided.basis


def _general(ref: str) -> str:
    owner, _, name = ref.partition(".")
    return f"{owner.partition('/')[0]}.{name}"


def _under(gap: Gap) -> str:
    return gap.heading if gap.heading in HEADINGS else OTHER
