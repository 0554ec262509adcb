"""The adviser's bench: checking files, and listing, showing and searching the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.application.cases import bundled_cases
from planner.domain.library import Library
from planner.domain.menu import LocalOffer
from planner.domain.tactic import Tactic
from planner.domain.words import nearest
from planner.errors import Fault, InputError
from planner.library.casefile import CaseReader
from planner.library.layers import CATALOGUE, RULES, digest, find_layers
from planner.library.loading import FAMILIES, check_alone, load_library, read_library
from planner.library.schema_checking import schema_faults
from planner.library.yaml_reader import Document, Unreadable, read_yaml


def check(paths: list[Path], library: Path | None, overlays: list[Path]) -> list[Fault]:
    """Every fault of the library, of the bundled cases and of the files or folders named; with PATHS, of those alone.

    Raises InputError only for a path that cannot be read at all.
    """
    if not paths:
        faults, made = _check_library(library, overlays)
        # The bundled cases expect tactics of the shipped library; who replaces it cannot mend them.
        for path in bundled_cases().values() if library is None else ():
            faults += _check_case(path, made) if made else []
        return sorted(set(faults))
    missing = [
        Fault(str(path), 0, 0, "there is no such file or folder.", "Check the path.")
        for path in paths
        if not path.exists()
    ]
    if missing:
        raise InputError(missing)
    made = load_library(library, overlays)
    faults = []
    for path in paths:
        faults += _check_folder(path, made) if path.is_dir() else _check_file(path, made)
    return sorted(set(faults))


def _check_library(library: Path | None, overlays: list[Path]) -> tuple[list[Fault], Library | None]:
    layers = find_layers(library, overlays)
    by_schema = [
        fault
        for layer in layers
        for path in layer.files()
        for fault in _by_schema(path, layer.shown(path), path.relative_to(layer.root))
    ]
    try:
        made, sources = read_library(layers, digest(layers), advise=True)
    except InputError as error:
        return _first_word(by_schema, error.faults), None
    return _first_word(by_schema, sources.faults), made


def _first_word(by_schema: list[Fault], by_model: list[Fault]) -> list[Fault]:
    """The models are stricter and speak more plainly, so the schema's word counts only for a file they find sound."""
    told = {fault.where for fault in by_model if fault.severity == "error"}
    return [*by_model, *(fault for fault in by_schema if fault.where not in told)]


def _by_schema(path: Path, shown: str, inside: Path) -> list[Fault]:
    try:
        document = read_yaml(path, shown)
    except InputError:
        return []
    return schema_faults(document, _kind(inside, document))


def _kind(inside: Path, document: Document) -> str:
    """Which schema a file answers to."""
    if inside.name == "overlay.yaml":
        return "overlay"
    if inside.stem in FAMILIES and inside.parent.name in (RULES, CATALOGUE):
        return inside.stem
    own = {"case", "kind", "nation", "group", "people", "looked_into"}
    return "case" if isinstance(document.contents, dict) and own & set(document.contents) else "tactic"


def _check_folder(path: Path, library: Library) -> list[Fault]:
    """A folder laid out as a library is checked as one; any other, file by file."""
    if (path / CATALOGUE).is_dir() and (path / RULES).is_dir():
        return _check_library(path, [])[0]
    if (path / "overlay.yaml").is_file():
        return _check_library(None, [path])[0]
    found = sorted(path.rglob("*.y*ml"))
    if not found:
        raise InputError.of(str(path), "this folder holds no YAML files.", "Name the folder that holds them.")
    faults = []
    for one in found:
        try:
            faults += _check_file(one, library)
        except Unreadable as error:
            faults += error.faults
    return faults


def _check_file(path: Path, library: Library) -> list[Fault]:
    try:
        document = read_yaml(path)
    except Unreadable:
        raise
    except InputError as error:
        return error.faults
    kind = _kind(path, document)
    by_schema = schema_faults(document, kind)
    if kind == "case":
        return _first_word(by_schema, _check_case(path, library))
    return _first_word(by_schema, check_alone(document, kind, library))


def _check_case(path: Path, library: Library) -> list[Fault]:
    try:
        CaseReader(read_yaml(path), library).read()
    except InputError as error:
        return error.faults
    return []


def catalogue(
    library: Library, *, pillar: str = "", heading: str = "", phase: str = "", status: str = ""
) -> list[Tactic]:
    """The entries of the catalogue, those not offered included, filtered."""
    return [
        one
        for one in sorted(library.all_tactics, key=lambda t: (t.pillar, t.heading or "", t.level or "", t.id))
        if (not pillar or one.pillar == pillar)
        and (not heading or one.heading == heading)
        and (not phase or phase in one.phases)
        and (not status or one.status == status)
    ]


def show(library: Library, tactic_id: str) -> Tactic:
    """One entry, by id or alias. Raises InputError with the nearest when there is none."""
    found = library.tactics.get(tactic_id) or next(
        (t for t in library.all_tactics if tactic_id.lower() in (a.lower() for a in t.aliases)), None
    )
    if found is None:
        raise InputError.of(
            tactic_id,
            "there is no tactic of that name.",
            nearest(tactic_id, library.tactics) or "Try fourp catalogue search.",
        )
    return found


@dataclass(frozen=True)
class Hit:
    """An entry found by a search, with where the words were found and how well."""

    tactic: Tactic
    where: str
    score: int


def search(library: Library, words: str) -> list[Hit]:
    """The entries in which every word is found, best first: title and aliases before the programmes seen in, then the text."""
    wanted = [word.lower() for word in words.split()]
    hits = [
        hit for one in library.all_tactics if (hit := _hit(one, library.local_offer.get(one.id), wanted)) is not None
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.tactic.id))


def _hit(tactic: Tactic, offer: LocalOffer | None, wanted: list[str]) -> Hit | None:
    fields = {
        "title": (8, f"{tactic.title} {tactic.id}"),
        "alias": (6, " ".join(tactic.aliases)),
        "seen in": (5, " ".join(tactic.seen_in)),
        "on offer here": (5, f"{offer.offer} {offer.contact}" if offer else ""),
        "summary": (3, tactic.summary),
        "law": (3, " ".join(basis.provision for basis in tactic.legal_basis)),
        "text": (
            1,
            " ".join(
                (
                    *tactic.impacts,
                    *tactic.procedure,
                    *tactic.watch_out,
                    tactic.case_example.text,
                    tactic.lead_agency,
                    *tactic.partners,
                )
            ),
        ),
    }
    lowered = {name: (weight, text.lower()) for name, (weight, text) in fields.items()}
    score, where = 0, ""
    for word in wanted:
        found = [(weight, name) for name, (weight, text) in lowered.items() if word in text]
        if not found:
            return None
        weight, name = max(found)
        score += weight
        where = where or name
    return Hit(tactic, where, score) if wanted else None
