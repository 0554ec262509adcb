"""The library read from its files, layer over layer, with every fault of every file found in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

import planner
from planner.domain.grading import GradeRule
from planner.domain.impacts import ImpactLevel, ImpactPrompt
from planner.domain.law import Provision
from planner.domain.library import Library
from planner.domain.menu import ExplainedGap, Holder, LocalOffer, TellTale, Theme
from planner.domain.rules import (
    DebriefQuestion,
    Guardrail,
    Indicator,
    ModelPart,
    OrderKey,
    PlanningRule,
    ReviewRule,
    ScoringScheme,
)
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import FactDefinition, Frozen
from planner.domain.words import nearest
from planner.errors import Fault, InputError
from planner.library import cache
from planner.library.layers import CATALOGUE, RULE_FAMILIES, RULES, Layer, digest, find_layers
from planner.library.modelling import make
from planner.library.yaml_reader import Document, Keys, read_yaml

FAMILIES: dict[str, type[Frozen]] = {
    "vocabulary": FactDefinition,
    "law": Provision,
    "indicators": Indicator,
    "guardrails": Guardrail,
    "order": OrderKey,
    "planning": PlanningRule,
    "review": ReviewRule,
    "grading": GradeRule,
    "scoring": ScoringScheme,
    "models": ModelPart,
    "local_offer": LocalOffer,
    "gaps": ExplainedGap,
    "holders": Holder,
    "themes": Theme,
    "telltale": TellTale,
    "impact_levels": ImpactLevel,
    "impact_prompts": ImpactPrompt,
    "debrief": DebriefQuestion,
}
BESIDE_TACTICS = ("vocabulary", "law", "local_offer", "gaps")


class Retired(Frozen):
    """A tactic a force no longer offers, and why."""

    id: str
    because: str = Field(min_length=8)


class Overlay(Frozen):
    """Who an overlay belongs to and which version of the library it was written for."""

    force: str
    library_version: str
    retire: tuple[Retired, ...] = ()


@dataclass
class Entry:
    """One entry of the library with the place it was read from, so that later checks can point at it."""

    model: Any
    document: Document
    keys: Keys


@dataclass
class Sources:
    """Everything read so far: the entries of each family by id, and the faults."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in (*FAMILIES, "tactics")})
    retired: list[tuple[Retired, Entry]] = field(default_factory=list)
    overlays: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def models(self, family: str) -> tuple[Any, ...]:
        """The entries of a family, in the order they were read."""
        return tuple(entry.model for entry in self.entries[family].values())


def load_library(library: Path | None = None, overlays: list[Path] | None = None) -> Library:
    """The library, from the cache when nothing has changed. Raises InputError with every fault of every file."""
    layers = find_layers(library, overlays or [])
    key = digest(layers)
    cached = cache.load(key)
    if cached is not None:
        return cached
    found, _ = read_library(layers, key)
    cache.save(found)
    return found


def read_library(layers: list[Layer], key: str, *, advise: bool = False) -> tuple[Library, Sources]:
    """The library read afresh, with where everything stands; with `advise`, also warned of what is unwise.

    Raises InputError with every fault of every file.
    """
    from planner.library.checking import check_library  # a start from the cache does without it

    sources = Sources()
    for layer in layers:
        _read_layer(layer, sources)
    _retire(sources)
    made = _library(key, sources) if not sources.faults else None
    sources.faults += check_library(sources.entries, made, broken=sources.broken, advise=advise)
    errors = [fault for fault in sources.faults if fault.severity == "error"]
    if errors or made is None:
        raise InputError(errors)
    return made, sources


def _library(key: str, sources: Sources) -> Library:
    return Library(
        version=planner.__version__,
        digest=key,
        overlays=tuple(sources.overlays),
        facts=sources.models("vocabulary"),
        provisions=sources.models("law"),
        all_tactics=sources.models("tactics"),
        indicators=sources.models("indicators"),
        guardrails=sources.models("guardrails"),
        order=sources.models("order"),
        planning=sources.models("planning"),
        review=sources.models("review"),
        grades=sources.models("grading"),
        scoring=sources.models("scoring"),
        models=sources.models("models"),
        offers=sources.models("local_offer"),
        gaps=sources.models("gaps"),
        holders=sources.models("holders"),
        themes=sources.models("themes"),
        telltale=sources.models("telltale"),
        impact_levels=sources.models("impact_levels"),
        impact_prompts=sources.models("impact_prompts"),
        debrief=sources.models("debrief"),
    )


def _read_layer(layer: Layer, sources: Sources) -> None:
    seen: dict[tuple[str, str], str] = {}
    for path in layer.files():
        shown = layer.shown(path)
        try:
            document = read_yaml(path, shown)
        except InputError as error:
            sources.faults += error.faults
            sources.broken.add(path.stem)
            continue
        inside = path.relative_to(layer.root)
        if inside.name == "overlay.yaml" and len(inside.parts) == 1:
            _read_overlay(layer, document, sources)
        elif inside.parts[0] == RULES or len(inside.parts) == 2:
            _read_family(document, inside, sources, seen)
        else:
            _read_tactic(document, inside, sources, seen)


def _read_overlay(layer: Layer, document: Document, sources: Sources) -> None:
    overlay = make(Overlay, document, (), document.contents, sources.faults)
    if overlay is None:
        return
    sources.overlays.append(f"{layer.name} ({overlay.force}, for {overlay.library_version})")
    sources.retired += [(one, Entry(one, document, ("retire", n))) for n, one in enumerate(overlay.retire)]


def _read_family(document: Document, inside: Path, sources: Sources, seen: dict[tuple[str, str], str]) -> None:
    family = inside.stem
    known = RULE_FAMILIES if inside.parts[0] == RULES else BESIDE_TACTICS
    if family not in known or len(inside.parts) != 2:
        sources.faults.append(document.fault((), f"there is no family '{family}' here.", nearest(family, known)))
        return
    if not isinstance(document.contents, list):
        sources.faults.append(document.fault((), "this file is a list of entries, each beginning `- id:`."))
        return
    for n, written in enumerate(document.contents):
        model = make(FAMILIES[family], document, (n,), written, sources.faults)
        if model is None and isinstance(written, dict):
            # Facts name a holder by its name.
            sources.broken |= {str(written.get(key)) for key in ("id", "name")}
        if model is not None:
            name = getattr(model, "ref", None) or model.id  # type: ignore[attr-defined]
            _keep(family, name, Entry(model, document, (n,)), sources, seen)


def _read_tactic(document: Document, inside: Path, sources: Sources, seen: dict[tuple[str, str], str]) -> None:
    tactic = make(Tactic, document, (), document.contents, sources.faults)
    if tactic is None:
        sources.broken.add(inside.stem)
        return
    sources.faults += _misnamed(document, inside, tactic)
    folder = inside.parts[1]
    under = tactic.heading if tactic.pillar == "pursue" else tactic.level
    if folder != tactic.pillar:
        what = f"a {tactic.pillar} tactic stands in the folder '{folder}'."
        sources.faults.append(document.fault(("pillar",), what, f"Move it to {CATALOGUE}/{tactic.pillar}."))
    elif under and len(inside.parts) > 3 and inside.parts[2] != under:
        key = "heading" if tactic.pillar == "pursue" else "level"
        what = f"a tactic of {key} {under} stands in the folder '{inside.parts[2]}'."
        sources.faults.append(document.fault((key,), what, f"Move it to {CATALOGUE}/{tactic.pillar}/{under}."))
    _keep("tactics", tactic.id, Entry(tactic, document, ()), sources, seen)


def _misnamed(document: Document, path: Path, tactic: Tactic) -> list[Fault]:
    """A file that is not called what it holds."""
    if path.stem == tactic.id:
        return []
    what = f"the id '{tactic.id}' and the file name '{path.name}' differ."
    return [document.fault(("id",), what, "Make them the same.")]


def _keep(family: str, name: str, entry: Entry, sources: Sources, seen: dict[tuple[str, str], str]) -> None:
    place = f"{entry.document.path}:{entry.document.place(entry.keys)[0]}"
    first = seen.setdefault((family, name), place)
    if first != place:
        sources.faults.append(
            entry.document.fault(
                (*entry.keys, "id"), f"the id '{name}' is already taken at {first}.", "Give one of them another id."
            )
        )
        return
    sources.entries[family][name] = entry


def _retire(sources: Sources) -> None:
    tactics = sources.entries["tactics"]
    for retired, entry in sources.retired:
        found = tactics.get(retired.id)
        if found is None:
            sources.faults.append(
                entry.document.fault(
                    (*entry.keys, "id"), f"there is no tactic '{retired.id}' to retire.", nearest(retired.id, tactics)
                )
            )
            continue
        found.model = found.model.model_copy(update={"status": "not_offered", "not_offered_because": retired.because})


def check_alone(document: Document, kind: str, library: Library) -> list[Fault]:
    """The faults of one tactic file or one family file, read as if its entries stood in `library`."""
    from planner.library.checking import check_library

    sources = Sources()
    for family, models in _families_of(library).items():
        for model in models:
            name = str(getattr(model, "ref", None) or getattr(model, "id", ""))
            sources.entries[family][name] = Entry(model, Document("the library", None), ())
    if kind == "tactic":
        tactic = make(Tactic, document, (), document.contents, sources.faults)
        if tactic is None:
            sources.broken.add(Path(document.path).stem)
        else:
            sources.faults += _misnamed(document, Path(document.path), tactic)
            sources.entries["tactics"][tactic.id] = Entry(tactic, document, ())
    elif kind in FAMILIES:
        _read_family(document, Path(RULES if kind in RULE_FAMILIES else CATALOGUE) / f"{kind}.yaml", sources, {})
    made = _library(library.digest, sources) if not sources.broken else None
    found = [*sources.faults, *check_library(sources.entries, made, broken=sources.broken, only=document.path)]
    return [fault for fault in found if fault.where == document.path]


def _families_of(library: Library) -> dict[str, tuple[Frozen, ...]]:
    return {
        "vocabulary": library.facts, "law": library.provisions, "tactics": library.all_tactics, "indicators": library.indicators,
        "guardrails": library.guardrails, "order": library.order, "planning": library.planning, "review": library.review,
        "grading": library.grades, "scoring": library.scoring, "models": library.models,
        "local_offer": library.offers, "gaps": library.gaps,
        "holders": library.holders, "themes": library.themes, "telltale": library.telltale,
        "impact_levels": library.impact_levels, "impact_prompts": library.impact_prompts,
    }  # fmt: skip
