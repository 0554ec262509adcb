"""One row of a record: a sealed header, a sealed content bound to it, and the head of the chain up to here.

    "4P" | version 1 | generation of the keys, 2 bytes | length of the header, 4 bytes | header | content | head, 32 bytes

The head is a keyed hash of the head before, the case, the position and the bytes of the row, so that a changed, moved,
removed or inserted row shows at its place. The header is opened with a key that outlives the content's: when a case is
disposed of, what remains says that there was an entry, of which kind, when and by whom, and the chain still verifies.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from planner.record.sealing import Sealer, Unopened, derived

MAGIC = b"4P\x01"
HEAD_BYTES = 32
FIRST = bytes(HEAD_BYTES)
LEAST = len(MAGIC) + 6 + HEAD_BYTES


@dataclass(frozen=True)
class CaseKeys:
    """The keys of one case in one generation: `chain` for heads and headers, `content` for what was written; None once
    the case is disposed of."""

    generation: int
    chain: bytes
    content: bytes | None

    @cached_property
    def header_sealer(self) -> Sealer:
        """Seals and opens headers."""
        return Sealer(derived(self.chain, "header"))

    @cached_property
    def content_sealer(self) -> Sealer | None:
        """Seals and opens contents, while there is a key."""
        return Sealer(self.content) if self.content else None


@dataclass(frozen=True)
class Header:
    """What an entry is, whatever it says: its case and position, kind, both clocks (UTC) and author. `note` is what must still
    be read once the content cannot be: why a case was disposed of."""

    case: UUID
    position: int
    kind: str
    made_at: datetime
    entered_at: datetime
    author: str
    before: str
    note: str = ""

    def text(self) -> bytes:
        """The header as it is sealed, and as the content is bound to it."""
        told = [self.case.hex, self.position, self.kind, self.made_at.isoformat(), self.entered_at.isoformat()]
        return json.dumps([*told, self.author, self.before, self.note], ensure_ascii=False).encode()

    @classmethod
    def from_text(cls, text: bytes) -> Header:
        """The header that `text` wrote. Raises Unopened for anything else."""
        try:
            case, position, kind, made, entered, author, before, note = json.loads(text)
            clocks = (datetime.fromisoformat(made), datetime.fromisoformat(entered))
            return cls(UUID(hex=case), int(position), str(kind), *clocks, str(author), str(before), str(note))
        except (ValueError, TypeError, AttributeError):
            raise Unopened from None


@dataclass(frozen=True)
class Row:
    """A row taken apart, nothing of it proved yet."""

    generation: int
    header: bytes
    content: bytes
    body: bytes
    head: bytes


def write_row(header: Header, content: bytes, keys: CaseKeys) -> tuple[bytes, bytes]:
    """The bytes of a new row and its head. Raises Unopened when the case's key has been destroyed."""
    if keys.content_sealer is None:
        raise Unopened
    plain = header.text()
    sealed_header = keys.header_sealer.seal(plain, header.case.bytes)
    sealed_content = keys.content_sealer.seal(content, plain)
    lengths = keys.generation.to_bytes(2, "big") + len(sealed_header).to_bytes(4, "big")
    body = MAGIC + lengths + sealed_header + sealed_content
    head = chained(bytes.fromhex(header.before), header.case, header.position, body, keys)
    return body + head, head


def read_row(state: bytes) -> Row:
    """A row's parts. Raises Unopened for bytes that are no row."""
    if len(state) < LEAST or not state.startswith(MAGIC):
        raise Unopened
    body, head = state[:-HEAD_BYTES], state[-HEAD_BYTES:]
    at = len(MAGIC)
    generation, length = int.from_bytes(body[at : at + 2], "big"), int.from_bytes(body[at + 2 : at + 6], "big")
    start = at + 6
    return Row(generation, body[start : start + length], body[start + length :], body, head)


def chained(before: bytes, case: UUID, position: int, body: bytes, keys: CaseKeys) -> bytes:
    """The head after a row."""
    return hmac.digest(keys.chain, before + case.bytes + position.to_bytes(8, "big") + body, "sha256")
