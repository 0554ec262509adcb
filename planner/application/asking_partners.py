"""Requests to partners as an officer gets them ready: what each would be asked, whether it gives anything away, whether it may go
out by name, and what has gone out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.application.naming import Names, identifying, names_of, ordinary_words
from planner.application.needing import Gap
from planner.application.requesting import BY_NAME, GOLDEN_RULES, Asked, Request, open_requests, sharing
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Entry, Exported
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.domain.profile import Profile

# The golden rules that a sharing decision with its lawful basis answers by itself, from 1; the others are for its reason.
ANSWERED_BY_SHARING = (1, 4, 7)


@dataclass(frozen=True)
class Partner:
    """One agency that could be asked: the open form as it would read it (`plain` before the officer's own words), what was decided
    on sharing with it, what was sent, and what in the form would tell whom it is about."""

    request: Request
    plain: Request
    sharing: Decision | None
    sent: tuple[Entry, ...]
    telling: tuple[str, ...]

    @property
    def may_be_named(self) -> bool:
        """Whether a decision to share stands."""
        return self.sharing is not None and self.sharing.state == "yes"


def partners(
    gaps: Sequence[Gap], library: Library, profile: Profile, book: Casebook, wording: Mapping[str, str] | None = None
) -> tuple[Partner, ...]:
    """Every agency that could tell something of these unknown facts, or was asked before. `wording`: the officer's own words for a question, by its
    `wording_key`."""
    found = []
    # Only an officer's own words can tell: the names are looked for where there are some, and put together once for all.
    names = Names(names_of(profile), ordinary_words(library)) if wording else None
    for plain in open_requests(gaps, library):
        asked = reworded(plain, wording or {})
        own = [one.text for one in asked.questions if one not in plain.questions]
        telling = (
            tuple(dict.fromkeys(word for text in own for word in telling_words(text, names, library))) if names else ()
        )
        decided = sharing(book, plain.agency, library)
        found.append(Partner(asked, plain, decided, tuple(sent_to(book, plain.title)), telling))
    return (*found, *_asked_before(book, library, {one.request.agency for one in found}))


def _asked_before(book: Casebook, library: Library, listed: Collection[str]) -> Iterator[Partner]:
    """Those to whom a request went and of whom nothing more is to be asked."""
    for agency, title in AGENCIES.items():
        sent = tuple(sent_to(book, title))
        if sent and agency not in listed:
            nothing = Request(agency, title, named=False, basis="", questions=())
            yield Partner(nothing, nothing, sharing(book, agency, library), sent, ())


def wording_key(request: Request, question: Asked) -> str:
    """What the officer's own words for a question are kept under."""
    return f"{request.agency}:{question.text}"


def reworded(request: Request, wording: Mapping[str, str]) -> Request:
    """A request with the officer's own words where there are any."""
    asked = tuple(replace(one, text=wording.get(wording_key(request, one)) or one.text) for one in request.questions)
    return replace(request, questions=asked)


def telling_words(own: str, names: Names, library: Library) -> Iterator[str]:
    """What in the officer's own words would tell the reader whom or what an open request is about: a name of the case, a plate, an
    address or a number, a word that tells, a question for somebody by name. The menu's own wording comes from no case."""
    yield from names.found_in(own)
    if found := BY_NAME.search(own):
        yield found[0]
    yield from identifying(own)
    yield from (word for one in library.telltale if (word := one.found_in(own)))


def sent_to(book: Casebook, title: str) -> Iterator[Entry]:
    """The requests that went to an agency, in order."""
    for entry in book.exports():
        sent = entry.said.content if entry.said else None
        if isinstance(sent, Exported) and sent.asks and title in (sent.to, getattr(sent, "agency", "")):
            yield entry


def golden_rules(decided: Decision | None) -> tuple[tuple[str, bool], ...]:
    """The seven golden rules of sharing, each with whether the record answers it by itself."""
    yes = decided is not None and decided.state == "yes" and bool(decided.basis)
    return tuple((rule, yes and n in ANSWERED_BY_SHARING) for n, rule in enumerate(GOLDEN_RULES, 1))
