"""Keys and what they seal. AES-256-GCM for what is kept, scrypt for passphrases, age (X25519) for giving a person the store
key, Ed25519 for signing off.

A training store has no people: its store key stands in its own file, so that the one road serves both and nobody mistakes
it for a secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
SCRYPT_COST = 2**15
NAME_COST = 2**14


class Unopened(Exception):
    """The key does not fit, or what was sealed has been changed."""


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def derived(key: bytes, use: str) -> bytes:
    """A key for one use, worked out from another."""
    return hmac.digest(key, use.encode(), "sha256")


class Sealer:
    """Seals and opens with one key; `bound` is what a sealed text is tied to and must be given again to open it."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """The sealed bytes, with the nonce in front."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """What was sealed. Raises Unopened."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError):
            raise Unopened from None

    def seal_json(self, shape: Any, bound: bytes) -> bytes:
        """Plain values sealed as JSON."""
        return self.seal(json.dumps(shape, ensure_ascii=False).encode(), bound)

    def open_json(self, sealed: bytes, bound: bytes) -> Any:
        """The plain values back. Raises Unopened."""
        return json.loads(self.open(sealed, bound))


def stretched(passphrase: str, salt: bytes) -> bytes:
    """A key from a passphrase, slow to guess (scrypt, about 0.1 s and 32 MB)."""
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=SCRYPT_COST, r=8, p=1, maxmem=2**27, dklen=KEY_BYTES)


def name_mark(name: str, store: str) -> str:
    """What stands in the store for a person's name: the same for the same name, not readable back, slow to guess."""
    folded = " ".join(name.casefold().split()).encode()
    return hashlib.scrypt(folded, salt=store.encode(), n=NAME_COST, r=8, p=1, maxmem=2**26, dklen=16).hex()


@dataclass(frozen=True)
class Secrets:
    """A person's own keys: an age identity, to which the store key is given, and an Ed25519 key that signs."""

    identity: pyrage.x25519.Identity
    signing: Ed25519PrivateKey

    @classmethod
    def new(cls) -> Secrets:
        """Fresh keys."""
        return cls(pyrage.x25519.Identity.generate(), Ed25519PrivateKey.generate())

    @classmethod
    def from_text(cls, text: str) -> Secrets:
        """Keys written by `text`."""
        identity, signing = text.split()
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(signing))
        return cls(pyrage.x25519.Identity.from_str(identity), key)

    def text(self) -> str:
        """Both private keys as text, to be sealed under the person's passphrase."""
        return f"{self.identity} {self.signing.private_bytes_raw().hex()}"

    @property
    def recipient(self) -> str:
        """The public half that the store key is given to."""
        return str(self.identity.to_public())

    @property
    def verifies(self) -> str:
        """The public half that proves a signature, in hexadecimal."""
        return self.signing.public_key().public_bytes_raw().hex()

    def sign(self, text: str) -> str:
        """A signature over a text, in hexadecimal."""
        return self.signing.sign(text.encode()).hex()


def signature_holds(verifies: str, signature: str, text: str) -> bool:
    """Whether the holder of the key signed exactly this text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verifies)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def give(store_key: bytes, recipient: str) -> bytes:
    """The store key so that only the recipient can open it."""
    return bytes(pyrage.encrypt(store_key, [pyrage.x25519.Recipient.from_str(recipient)]))


def take(given: bytes, secrets: Secrets) -> bytes:
    """The store key that was given. Raises Unopened."""
    try:
        return bytes(pyrage.decrypt(given, [secrets.identity]))
    except pyrage.DecryptError:
        raise Unopened from None
