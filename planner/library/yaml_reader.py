"""A strict reader of one YAML file that keeps the line and column of everything in it.

Only mappings, lists and scalars; `true` and `false` are the only booleans, so that a value such as `no` or `on` stays a
word. Duplicate keys, anchors, tags, deep nesting, huge files and hidden characters are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from planner.domain.words import HIDDEN
from planner.errors import Fault, InputError

LARGEST_FILE = 2_000_000
DEEPEST = 24
LONGEST_TEXT = 8_000
LONGEST_KEY = 200
MOST_FAULTS = 200

Place = tuple[int, int]
Keys = tuple[str | int, ...]

_INTEGER = re.compile(r"^[-+]?(?:0|[1-9]\d{0,17})$")
_FLOAT = re.compile(r"^[-+]?\d+\.\d+$")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """The contents of a file and where each part of it stands.

    `places` and `key_places` go from the path of a value (keys and list positions) to its line and column, from 1.
    """

    path: str
    contents: Any
    places: dict[Keys, Place] = field(default_factory=dict)
    key_places: dict[Keys, Place] = field(default_factory=dict)

    def place(self, keys: Keys, *, key: bool = False) -> Place:
        """The nearest known place of a path: its own, or that of what holds it."""
        if key and keys in self.key_places:
            return self.key_places[keys]
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (1, 1))

    def fault(
        self, keys: Keys, what: str, mend: str = "", *, key: bool = False, severity: str = "error", rule: str = "input"
    ) -> Fault:
        """A fault at the place of `keys`."""
        line, column = self.place(keys, key=key)
        return Fault(self.path, line, column, what, mend, severity, rule)


def read_yaml(path: Path, shown: str = "") -> Document:
    """Read one file; `shown` is how messages call it. Raises InputError with every fault found."""
    name = shown or str(path)
    return parse_yaml(read_bytes(path, name), name)


class Unreadable(InputError):
    """A file that is missing, a folder, or may not be read: nothing of it was seen."""


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file of sane size. Raises Unreadable, or InputError when it is empty or huge."""
    try:
        if path.is_dir():
            raise Unreadable.of(name, "this is a folder, not a file.", "Name a YAML file in it.")
        size = path.stat().st_size
        if size <= LARGEST_FILE:
            with path.open("rb") as file:
                # A device says it is empty and never ends: read no more than would be too much.
                contents = file.read(LARGEST_FILE + 1)
            size = max(size, len(contents))
    except FileNotFoundError:
        raise Unreadable.of(name, "there is no such file.", "Check the path.") from None
    except OSError as error:
        raise Unreadable.of(name, f"the file cannot be read: {error.strerror}.", "Check its permissions.") from None
    if size > LARGEST_FILE:
        what = f"the file holds {size:,} bytes; the limit is {LARGEST_FILE:,}."
        raise InputError.of(name, what, "Split it, or check that it is the file you meant.")
    if not contents.strip():
        raise InputError.of(name, "the file is empty.", "Fill it in or remove it.", line=1, column=1)
    return contents


def parse_yaml(contents: bytes, name: str) -> Document:
    """The document in `contents`. Raises InputError with every fault found."""
    try:
        text = contents.decode("utf-8")
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        start_of_line = contents.rfind(b"\n", 0, error.start) + 1
        column = len(contents[start_of_line : error.start].decode("utf-8", "replace")) + 1
        raise InputError.of(
            name, "the file is not UTF-8 text.", "Save it as UTF-8.", line=line, column=column
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    faults = [_hidden(name, text, match) for match in islice(HIDDEN.finditer(text), MOST_FAULTS)]
    if faults:
        raise InputError(faults)
    builder = _Builder(name)
    try:
        document = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults = [
            *builder.faults,
            Fault(
                name,
                line,
                column,
                f"this is not valid YAML: {error.problem or error.context}.",
                "Check indentation, quotes and colons.",
            ),
        ]
        raise InputError(faults) from None
    except yaml.YAMLError as error:
        raise InputError.of(name, f"this is not valid YAML: {error}", line=1, column=1) from None
    if builder.faults:
        raise InputError(builder.faults[:MOST_FAULTS])
    return document


def _hidden(name: str, text: str, match: re.Match[str]) -> Fault:
    start = match.start()
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Fault(
        name,
        line,
        column,
        f"a control or hidden character (U+{ord(match.group()):04X}) is not allowed.",
        "Remove it and type the text again.",
    )


class _TooDeep(Exception):
    """Nesting past the limit: reading stops there."""


class _Builder:
    """Builds plain values from parser events, noting places and faults."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.faults: list[Fault] = []
        self._document = Document(name, None)

    def build(self, events: Iterator[Any]) -> Document:
        """The one document in the stream."""
        self._events = events
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
            if isinstance(event, yaml.StreamEndEvent):
                self._fault(event, "the file holds nothing but comments.", "Fill it in or remove it.")
                return self._document
        try:
            self._document.contents = self._value(next(events), ())
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    self._fault(event, "a second document begins here; a file holds one.", "Remove the `---`.")
                    break
        except _TooDeep:
            pass
        return self._document

    def _fault(self, event: Any, what: str, mend: str = "") -> None:
        mark = event.start_mark
        self.faults.append(Fault(self._name, mark.line + 1, mark.column + 1, what, mend))

    def _value(self, event: Any, keys: Keys) -> Any:
        self._document.places[keys] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if len(keys) > DEEPEST:
            self._fault(event, f"this is nested more than {DEEPEST} deep.", "Flatten it.")
            raise _TooDeep
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, "anchors and aliases (& and *) are not used here.", "Write the value out.")
            return None
        if event.anchor is not None:
            self._fault(event, "anchors and aliases (& and *) are not used here.", "Write the value out.")
        if event.tag is not None:
            self._fault(event, f"tags such as {event.tag} are not used here.", "Remove the tag.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(keys)
        return self._mapping(keys)

    def _sequence(self, keys: Keys) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*keys, len(found))))
        return found

    def _mapping(self, keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, keys)
            value = self._value(next(self._events), (*keys, key))
            if key in found:
                first = self._document.key_places[(*keys, key)][0]
                self._fault(event, f"the key '{key}' stands here twice (first at line {first}).", "Keep one.")
                continue
            self._document.key_places[(*keys, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
            found[key] = value
        return found

    def _key(self, event: Any, keys: Keys) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            if event.value == "<<" and event.implicit[0]:
                self._fault(event, "merge keys (<<) are not used here.", "Write the keys out.")
            self._no_hidden(event)
            if len(event.value) > LONGEST_KEY:
                self._fault(
                    event, f"a key of {len(event.value):,} characters; the limit is {LONGEST_KEY}.", "Shorten it."
                )
            return str(event.value)
        self._fault(event, "a key is a plain word.", "Write it as text.")
        self._value(event, (*keys, "?"))
        return "?"

    def _no_hidden(self, event: Any) -> None:
        """Quoted text may spell out a character that the file itself does not show."""
        found = HIDDEN.search(event.value)
        if found:
            what = f"a control or hidden character (U+{ord(found.group()):04X}) is not allowed."
            self._fault(event, what, "Remove it and type the text again.")

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        self._no_hidden(event)
        if len(text) > LONGEST_TEXT:
            self._fault(event, f"a text of {len(text):,} characters; the limit is {LONGEST_TEXT:,}.", "Shorten it.")
        if not event.implicit[0]:
            return text
        if text in ("true", "True", "TRUE"):
            return True
        if text in ("false", "False", "FALSE"):
            return False
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if _INTEGER.match(text):
            return int(text)
        return float(text) if _FLOAT.match(text) else text
