"""The officer's commands on a stored case: `fourp case`, `learn`, `decide`, `log`, `verify`, `sign`, `export`."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import EngineError, FourpError, InputError
from planner.shell import (
    Words,
    access_of,
    access_words,
    command_words,
    day_typed,
    load,
    moment_typed,
    print_json,
    recommending,
    time_typed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.application.casework import CaseRecord
    from planner.application.changing import Moved
    from planner.application.deciding import Settled
    from planner.application.recommending import Recommendation, Recommender
    from planner.application.signing import Verified
    from planner.application.vetting import Reasons
    from planner.domain.decisions import DecisionKind, Word
    from planner.domain.library import Library
    from planner.exports.record_text import RecordView
    from planner.record.store import StoreKind

STORED = "a stored case, `live:` or `training:` in front where both have one of that name"
# How the options of a decision are typed; a field not named here is typed as it is called.
FLAGS = {
    "on": ("--on",), "due": ("--due", "--by"), "until": ("--until", "--until-trigger"), "agreed_with": ("--agreed-with",),
    "target": ("--intervention",), "when": ("--when",),
}  # fmt: skip


def desk_words(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The officer's commands added to the others."""
    access = access_words()
    _case_words(commands, shared, access)
    learning = command_words(
        commands, "learn", "Record a fact, or how far a heading has been looked into.", _learn, shared, access
    )
    learning.add_argument("case", metavar="CASE", help=STORED)
    learning.add_argument(
        "ref", metavar="REF", help="group.violence_used, people/p1.convicted, business/+.cash_intensive; or looked-into"
    )
    learning.add_argument(
        "value", metavar="VALUE", nargs="*", help="a value of the fact; after looked-into: HEADING STATE"
    )
    how = learning.add_mutually_exclusive_group()
    how.add_argument(
        "--absent", dest="how", action="store_const", const="absent", help="it was looked for and is not so"
    )
    how.add_argument(
        "--unknown",
        dest="how",
        action="store_const",
        const="unknown",
        help="what was recorded no longer holds; it is not known",
    )
    learning.add_argument("--grade", default="", metavar="G", help="3x5x2 such as 2B, or the older B2")
    learning.add_argument("--on", default="", metavar="DATE", help="the day it was so (today)")
    learning.add_argument("--source", default="", metavar="TEXT", help="where it was learned; never who told it")
    learning.add_argument("--handling", default="", choices=("P", "C"), help="handling code")
    learning.add_argument("--note", default="", metavar="TEXT")
    learning.add_argument("--label", default="", metavar="TEXT", help="what a new member is called")
    learning.add_argument(
        "--correct", action="store_true", help="it takes the place of all that was recorded of this fact"
    )
    learning.add_argument(
        "--reply-to", type=int, metavar="N", help="it came in reply to the request to partners exported as entry N"
    )
    _reason_words(learning)
    _decide_words(commands, shared, access)
    log = command_words(commands, "log", "The record of a case: every entry, in order.", _log, shared, access)
    log.add_argument("case", metavar="CASE", help=STORED)
    log.add_argument("--at", type=moment_typed, metavar="TIME", help="as it stood then")
    log.add_argument("--consultations", action="store_true", help="who looked at a live case, instead")
    verifying = command_words(
        commands,
        "verify",
        "Prove that a record is what was written. Exit code 3 when it is not.",
        _verify,
        shared,
        access,
    )
    verifying.add_argument(
        "case", metavar="CASE", nargs="?", help=f"{STORED}; without one, every case of every store here"
    )
    verifying.add_argument(
        "--against", type=Path, metavar="FILE", help="an export: the record must extend what it carries"
    )
    signing = command_words(commands, "sign", "Sign off the plan as it stands.", _sign, shared, access)
    signing.add_argument("case", metavar="CASE", help=STORED)
    _reason_words(signing, whole=False)
    exporting = command_words(
        commands, "export", "A stored case as a file, noted in its record.", _export, shared, access
    )
    exporting.add_argument("case", metavar="CASE", help=STORED)
    exporting.add_argument(
        "--as",
        dest="form",
        choices=("plan", "case", "requests"),
        required=True,
        help="plan, or requests to partners: .docx, .md or .json; case: the whole case, sealed, to carry to another store",
    )
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    exporting.add_argument(
        "--named", default="", metavar="AGENCY", help="with --as requests: what this agency is asked by name"
    )
    exporting.add_argument("--replace", action="store_true", help="a file of that name may be overwritten")
    exporting.add_argument("--to", default="", metavar="WHOM", help="for whom; a live case asks for it")
    exporting.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help="with --as case: what the file is sealed under"
    )
    exporting.add_argument("--as-of", type=day_typed, default=None, metavar="DATE", help="the day of the law (today)")
    _reason_words(exporting, whole=False)
    for command in (learning, log, verifying, signing, exporting):
        command.add_argument("--json", action="store_true", help="as JSON")


def _case_words(commands: Any, shared: argparse.ArgumentParser, access: argparse.ArgumentParser) -> None:
    help_text = "Stored cases: make one, list them, show one, keep and dispose."
    cases = commands.add_parser("case", help=help_text, description=help_text)
    parts = cases.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = command_words(parts, "new", "A new stored case. Training unless --live.", _case_new, shared, access)
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and -")
    new.add_argument(
        "--from",
        dest="origin",
        default="",
        metavar="CASE",
        help="begin with the facts of a case file, or of a bundled or stored case",
    )
    new.add_argument("--live", action="store_true", help="in the live store")
    new.add_argument("--title", default="", metavar="TEXT")
    new.add_argument("--nation", default="", choices=("england", "wales"), help="england, unless --from says")
    new.add_argument("--sanitised", action="store_true", help="leave out every name, date, source and note")
    listing = command_words(parts, "list", "Every stored case.", _case_list, access)
    showing = command_words(
        parts,
        "show",
        "A stored case: its plan, what it still needs, when it is next reviewed.",
        _case_show,
        shared,
        access,
    )
    told = "everyone and everything of the case, as commands name them"
    showing.add_argument("--refs", action="store_true", help=told)
    importing = command_words(parts, "import", "A case carried from another store in a file.", _case_import, access)
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--file-passphrase-file", type=Path, metavar="FILE", help="what the file was sealed under")
    keeping = command_words(parts, "keep", "Keep a case until a day, with the reason.", _case_keep, access)
    keeping.add_argument("--until", type=day_typed, required=True, metavar="DATE")
    holding = command_words(
        parts, "hold", "Hold a case: it is not disposed of until it is released.", _case_hold, access
    )
    releasing = command_words(parts, "release", "Release a case that was held.", _case_release, access)
    disposing = command_words(
        parts, "dispose", "Destroy what a case says; that it was there stays provable.", _case_dispose, access
    )
    disposing.add_argument("--yes", action="store_true", help="do not ask again")
    people = command_words(
        parts, "people", "Put a person on a case, or take them off (PostgreSQL).", _case_people, access
    )
    people.add_argument("--add", default="", metavar="NAME")
    people.add_argument("--remove", default="", metavar="NAME")
    for command in (showing, keeping, holding, releasing, disposing, people):
        command.add_argument("case", metavar="CASE", help=STORED)
    for command in (keeping, holding, releasing, disposing):
        _reason_words(command, whole=False)
    for command in (new, listing, showing, importing, keeping, holding, releasing, disposing, people):
        command.add_argument("--json", action="store_true", help="as JSON")


def _decide_words(commands: Any, shared: argparse.ArgumentParser, access: argparse.ArgumentParser) -> None:
    help_text = "Record a decision with its reason. CASE first, then the kind of decision."
    deciding: Words = commands.add_parser("decide", help=help_text, description=help_text)
    deciding.add_argument("case", metavar="CASE", help=STORED)
    deciding.later = lambda: _kind_words(deciding, shared, access)


def _kind_words(deciding: Words, shared: argparse.ArgumentParser, access: argparse.ArgumentParser) -> None:
    """One command for each kind of decision, from the table of them."""
    from planner.domain.decisions import DECISIONS

    kinds = deciding.add_subparsers(title="kinds of decision", metavar="KIND", required=True, dest="kind")
    for kind in DECISIONS.values():
        command = command_words(kinds, kind.id, f"{kind.says}.", _decide, shared, access)
        command.later = partial(_fill_kind, command, kind)


def _fill_kind(command: Words, kind: DecisionKind) -> None:
    for word in kind.words:
        _decision_word(command, kind, word)
    for name in kind.options:
        _decision_option(command, name)
    _reason_words(command, superseding=kind.id != "withdraw")
    command.add_argument("--as-of", type=day_typed, default=None, metavar="DATE", help="the day of the law (today)")
    command.add_argument("--json", action="store_true", help="as JSON")


def _decision_word(command: argparse.ArgumentParser, kind: DecisionKind, word: Word) -> None:
    told = word.help or (", ".join(word.choices))
    if word.field == "target":
        command.add_argument("target", metavar="ID", type=int, help=told)
        return
    as_typed = str.lower if word.choices else str
    command.add_argument(word.field, metavar=word.field.upper(), type=as_typed, choices=word.choices or None, help=told)
    if kind.id == "partner" and word.field == "agency":
        command.add_argument("verb", metavar="leads", choices=("leads",), help="the word 'leads'")


def _decision_option(command: argparse.ArgumentParser, name: str) -> None:
    from planner.domain.decisions import OPTION_SAYS

    flags = FLAGS.get(name, (f"--{name}",))
    told = OPTION_SAYS.get(name, name)
    match name:
        case "on":
            command.add_argument(*flags, dest=name, action="append", default=[], metavar="REF", help=told)
        case "due" | "when":
            command.add_argument(*flags, dest=name, type=day_typed, default=None, metavar="DATE", help=told)
        case "baseline":
            command.add_argument(*flags, dest=name, action="store_true", help=told)
        case "target":
            command.add_argument(*flags, dest=name, type=int, default=0, metavar="N", help=told)
        case "phase":
            command.add_argument(
                *flags, dest=name, choices=("setup", "clear", "hold", "build"), default=None, help=told
            )
        case "level":
            command.add_argument(
                *flags, dest=name, choices=("gold", "silver", "bronze"), default="", help="gold, silver or bronze"
            )
        case _:
            command.add_argument(*flags, dest=name, default="", metavar="TEXT", help=told)


def _reason_words(command: argparse.ArgumentParser, *, whole: bool = True, superseding: bool = False) -> None:
    """Why and by whom; with `whole`, also when it was decided."""
    command.set_defaults(made_at=None, late_because="", supersedes=0)
    command.add_argument("--because", default="", metavar="TEXT", help="why, in your own words")
    command.add_argument("--decider", default="", metavar="WHO", help="who decided, where that is not you")
    if whole:
        command.add_argument("--made-at", type=time_typed, metavar="TIME", help="when it was decided (now)")
        command.add_argument("--late-because", metavar="TEXT", help="why it is entered more than an hour later")
    if superseding:
        command.add_argument("--supersedes", type=int, metavar="N", help="the entry whose place it takes")


# -- the commands ---------------------------------------------------------------------------------------------------


def _view(record: CaseRecord | None = None) -> RecordView:
    from planner.exports.record_text import RecordView

    view = RecordView()
    if record is not None:
        view.mark(record.store.kind)
    return view


def _reasons(chosen: argparse.Namespace) -> Reasons:
    from planner.application.vetting import Reasons

    return Reasons(
        because=chosen.because, decider=chosen.decider, made_at=chosen.made_at, late_because=chosen.late_because,
        supersedes=chosen.supersedes,
    )  # fmt: skip


def _open(chosen: argparse.Namespace) -> CaseRecord:
    """The stored case named. Raises InputError, for a file or a bundled case with the line that would store it."""
    from planner.application.casework import open_record

    try:
        return open_record(chosen.case, access_of(chosen))
    except InputError:
        _offer_to_store(chosen.case)
        raise


def _offer_to_store(named: str) -> None:
    """Say how a file or a bundled case is stored first. Raises InputError for those, and nothing for any other name."""
    from planner.application.cases import bundled_cases, is_path

    name = named.removeprefix("bundled:")
    if is_path(named) or name in bundled_cases():
        wanted = Path(named).stem if is_path(named) else f"{name}-practice"
        offered = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:60] or "a-case"
        mend = f"Store a copy first: fourp case new {offered} --from {shlex.quote(named)}"
        raise InputError.of(named, "this is not a stored case, so nothing can be recorded on it.", mend) from None


def _saved(
    chosen: argparse.Namespace, record: CaseRecord, settled: Settled, changed: Sequence[Moved] | None = None
) -> int:
    from planner.exports.record_json import saved_json

    for line in (*settled.warnings, *([settled.saved.warning] if settled.saved.warning else [])):
        print(f"fourp: note: {line}", file=sys.stderr)
    if settled.meanwhile:
        told = "; ".join(f"{one.number} {one.title} by {one.author}" for one in settled.meanwhile)
        print(f"fourp: note: others wrote meanwhile, and yours was laid against it: {told}", file=sys.stderr)
    if chosen.json:
        print_json(saved_json(record, settled, changed))
    else:
        view = _view(record)
        view.saved(record, settled)
        if changed is not None:
            view.changed(changed)
    return 0


def _learn(chosen: argparse.Namespace) -> int:
    from planner.application.changing import what_changed
    from planner.application.deciding import FactTold, learn, looked_into

    library = load(chosen)
    with _open(chosen) as record, recommending(chosen, library) as recommender:
        before = _stands(recommender, record)
        if chosen.ref == "looked-into":
            if len(chosen.value) != 2:
                raise InputError.of(
                    "looked-into", "it takes a HEADING and a STATE.", "For example: looked-into business partly"
                )
            if chosen.reply_to is not None:
                raise InputError.of("--reply-to", "a fact comes in reply, not how far we have looked.", "Leave it out.")
            settled = looked_into(record, library, chosen.value[0], chosen.value[1], _reasons(chosen))
        else:
            if bool(chosen.how) == bool(chosen.value) or len(chosen.value) > 1:
                raise InputError.of(
                    chosen.ref,
                    "it takes one VALUE, or --absent, or --unknown.",
                    "For example: learn CASE group.violence_used yes",
                )
            told = FactTold(
                ref=chosen.ref, value="".join(chosen.value), how=chosen.how or "known", grade=chosen.grade, on=chosen.on,
                source=chosen.source, handling=chosen.handling, note=chosen.note, label=chosen.label, corrects=chosen.correct,
                reply_to=chosen.reply_to,
            )  # fmt: skip
            settled = learn(record, library, told, _reasons(chosen))
        after = _stands(recommender, record) if before else None
        changed = what_changed(before, after) if before and after else None
        return _saved(chosen, record, settled, changed)


def _stands(recommender: Recommender, record: CaseRecord) -> Recommendation | None:
    """How every tactic stands; nothing, and a note, where the engines differ: a fact is kept all the same."""
    try:
        return recommender.recommend(record.profile)
    except EngineError as error:
        print(f"fourp: note: what it changes cannot be shown: {error}", file=sys.stderr)
        return None


def _decide(chosen: argparse.Namespace) -> int:
    from planner.application.deciding import decide
    from planner.domain.decisions import DECISIONS, Decision

    kind = DECISIONS[chosen.kind]
    names = [*(word.field for word in kind.words), *kind.options]
    given = {name: tuple(value) if isinstance(value := getattr(chosen, name), list) else value for name in names}
    decision = Decision(kind=kind.id, **{name: value for name, value in given.items() if value is not None})
    library = load(chosen)
    with _open(chosen) as record, recommending(chosen, library) as recommender:
        settled = decide(record, recommender, decision, _reasons(chosen))
        return _saved(chosen, record, settled)


def _log(chosen: argparse.Namespace) -> int:
    from planner.exports.record_json import log_json

    with _open(chosen) as record:
        record.consulted("log")
        book = record.at(chosen.at) if chosen.at else record.book
        entries = record.consultations() if chosen.consultations else book.entries
        if chosen.json:
            print_json(log_json(record, entries, book))
        else:
            _view(record).log(record, entries, book)
    return 0


def _verify(chosen: argparse.Namespace) -> int:
    from planner.application.casework import find_card, open_stores
    from planner.application.signing import orphans, verify, verify_store
    from planner.exports.record_json import verified_json
    from planner.library.layers import home

    access = access_of(chosen)
    if chosen.case is None and chosen.against:
        raise InputError.of("--against", "it needs the CASE that the export is of.", "Name it.")
    proved: list[Verified] = []
    amiss: list[str] = []
    if chosen.case:
        try:
            store, card = find_card(chosen.case, access)
        except InputError:
            _offer_to_store(chosen.case)
            raise
        with store:
            proved.append(verify(store, card, chosen.against))
    else:
        for store in open_stores(access):
            with store:
                proved += [verify(store, card) for card in store.cases()]
                amiss += [f"{store.backend.place}: {what}" for what in verify_store(store)]
        amiss += orphans(home()) if not access.store else []
    if chosen.json:
        print_json(verified_json(proved, amiss, one=bool(chosen.case)))
    else:
        _view().verified(proved, amiss)
    return 0 if all(one.ok for one in proved) and not amiss else 3


def _sign(chosen: argparse.Namespace) -> int:
    from planner.application.signing import lacking, sign
    from planner.exports.record_json import signed_json

    with _open(chosen) as record:
        for line in lacking(record.book):
            print(f"fourp: note: {line}", file=sys.stderr)
        saved, signed = sign(record, _reasons(chosen))
        if chosen.json:
            print_json(signed_json(record, saved, signed))
        else:
            _view(record).signed(record, saved, signed)
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from planner.exports.handing_over import export_case, export_plan

    if chosen.form == "case":
        from planner.passphrase import chosen as new_passphrase

        with _open(chosen) as record:
            passphrase = new_passphrase(chosen.new_passphrase_file, "for the file")
            print("Sealing the case; this takes a few seconds.", file=sys.stderr)
            saved = export_case(record, chosen.out, passphrase, chosen.to, _reasons(chosen), replace=chosen.replace)
            return _exported(chosen, record, saved)

    library = load(chosen)
    if chosen.form == "requests":
        return _export_requests(chosen, library)
    with _open(chosen) as record, recommending(chosen, library) as recommender:
        saved = export_plan(record, recommender, chosen.out, chosen.to, _reasons(chosen), replace=chosen.replace)
        return _exported(chosen, record, saved)


def _export_requests(chosen: argparse.Namespace, library: Library) -> int:
    """Requests to partners; those of a case that is not stored are noted nowhere, and name nobody."""
    from planner.application.cases import find_case, in_a_store
    from planner.exports.handing_over import export_requests, write_requests

    if in_a_store(chosen.case, bool(chosen.store)):
        with _open(chosen) as record, recommending(chosen, library) as recommender:
            saved = export_requests(
                record, recommender, chosen.out, chosen.named, chosen.to, _reasons(chosen), replace=chosen.replace
            )
            return _exported(chosen, record, saved)
    if chosen.named:
        what = "a request by name rests on a recorded decision to share."
        raise InputError.of(chosen.case, what, f"Store the case first: fourp case new NAME --from {chosen.case}")
    with recommending(chosen, library) as recommender:
        asked = write_requests(find_case(chosen.case, library), recommender, chosen.out)
    if chosen.json:
        print_json({"case": chosen.case, "out": str(chosen.out), "requests": asked})
    else:
        _view().line(f"Wrote {chosen.out}: questions for {asked} agencies, naming nobody.")
    return 0


def _exported(chosen: argparse.Namespace, record: CaseRecord, saved: Any) -> int:
    if chosen.json:
        print_json({"case": record.name, "out": str(chosen.out), "number": saved.position, "head": saved.head})
    else:
        _view(record).exported(chosen.out, saved)
    return 0


# -- case -----------------------------------------------------------------------------------------------------------


def _case_new(chosen: argparse.Namespace) -> int:
    from planner.application.casework import begin

    library = load(chosen)
    kind: StoreKind = "live" if chosen.live else "training"
    record = begin(
        access_of(chosen), library, chosen.name, kind, origin=chosen.origin, title=chosen.title, nation=chosen.nation,
        sanitise=chosen.sanitised,
    )  # fmt: skip
    with record:
        if chosen.json:
            print_json({"case": record.name, "kind": kind, "number": record.position, "head": record.book.head})
        else:
            _view(record).opened(record)
    return 0


def _case_list(chosen: argparse.Namespace) -> int:
    from planner.application.casework import open_stores

    found, closed = [], []
    access = access_of(chosen)
    for kind in access.kinds():
        try:
            for store in open_stores(access, kind):
                with store:
                    found += [(store.kind, card.name, card.disposed) for card in store.cases()]
        except FourpError as error:
            closed.append(str(error))
    for line in closed:
        print(f"fourp: note: {line}", file=sys.stderr)
    if chosen.json:
        print_json({"cases": [{"kind": kind, "case": name, "disposed": disposed} for kind, name, disposed in found]})
    else:
        _view().cases(found)
    return 0 if found or not closed else 2


def _case_show(chosen: argparse.Namespace) -> int:
    from planner.application.planning import review_clock
    from planner.exports.record_json import case_json, refs_json

    library = load(chosen)
    with _open(chosen) as record:
        record.consulted("case show")
        record.refuse_if_disposed()
        if chosen.refs:
            print_json(refs_json(record)) if chosen.json else _view(record).refs(record)
            return 0
        clock = review_clock(record.book, library)
        if chosen.json:
            print_json(case_json(record, library, clock))
        else:
            _view(record).case(record, library, clock)
    return 0


def _case_import(chosen: argparse.Namespace) -> int:
    from planner.application.carrying import unpacked
    from planner.passphrase import from_file, prompted

    sealed_under = chosen.file_passphrase_file
    passphrase = from_file(sealed_under) if sealed_under else prompted("Passphrase of the file: ")
    with unpacked(chosen.file, passphrase, access_of(chosen)) as record:
        if chosen.json:
            print_json(
                {"case": record.name, "kind": record.store.kind, "number": record.position, "head": record.book.head}
            )
        else:
            _view(record).opened(record)
    return 0


def _case_keep(chosen: argparse.Namespace) -> int:
    return _keeping(chosen, "keep_until", chosen.until)


def _case_hold(chosen: argparse.Namespace) -> int:
    return _keeping(chosen, "hold")


def _case_release(chosen: argparse.Namespace) -> int:
    return _keeping(chosen, "release")


def _keeping(chosen: argparse.Namespace, act: str, until: date | None = None) -> int:
    from planner.application.signing import keep

    with _open(chosen) as record:
        return _kept(chosen, record, keep(record, act, _reasons(chosen), until))


def _kept(chosen: argparse.Namespace, record: CaseRecord, saved: Any) -> int:
    if chosen.json:
        print_json({"case": record.name, "number": saved.position, "position": saved.position, "head": saved.head})
    else:
        _view(record).entry(record)
    return 0


def _case_dispose(chosen: argparse.Namespace) -> int:
    from planner.application.signing import dispose

    with _open(chosen) as record:
        if not chosen.yes:
            if not sys.stdin.isatty():
                raise InputError.of(record.name, "disposing cannot be undone.", "Give --yes to do it.")
            print(
                f"Everything that {record.name} says is destroyed, for good. Type its name to go on: ",
                end="",
                file=sys.stderr,
            )
            if sys.stdin.readline().strip() != record.name:
                raise InputError.of(record.name, "that is not its name.", "Nothing was changed.")
        saved, emptied = dispose(record, _reasons(chosen))
        if not emptied:
            told = "someone else has the store open, and its log still holds the key: have everyone close it, then open it once."
            print(f"fourp: note: {told}", file=sys.stderr)
        if chosen.json:
            print_json({"case": record.name, "number": saved.position, "head": saved.head, "disposed": True})
        else:
            _view(record).disposed(record, saved)
    return 0


def _case_people(chosen: argparse.Namespace) -> int:
    with _open(chosen) as record:
        store = record.store
        if chosen.add:
            store.put_on(record.card, chosen.add)
        if chosen.remove:
            store.take_off(record.card, chosen.remove)
        done = [
            f"{chosen.add} is on the case." if chosen.add else "",
            f"{chosen.remove} is off the case." if chosen.remove else "",
        ]
        if not any(done):
            raise InputError.of(record.name, "it takes --add NAME or --remove NAME.")
        if chosen.json:
            print_json({"case": record.name, "added": chosen.add, "removed": chosen.remove})
        else:
            print(" ".join(line for line in done if line))
    return 0
