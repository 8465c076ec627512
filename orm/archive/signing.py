"""The installation's key: Ed25519, made at first use, readable by its owner only."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from orm.archive import disk
from orm.errors import ConfigError

PRIVATE = "evidence-key.pem"
PUBLIC = "evidence-key.pub.pem"
SIGNED = "cases/*/*.jsonl"
"""What the key has signed, seen from its folder."""

_OTHERS = 0o077
_RESTORE = "put both key files back from the backup (docs/evidence.md)"


@dataclass(frozen=True, slots=True)
class Seals:
    """Signs with the key in a folder, and checks with its public half."""

    folder: Path

    def sign(self, message: bytes) -> bytes:
        """64 bytes.

        Raises:
            ConfigError: the key cannot be used; the message says what to do.
        """
        return self._key().sign(message)

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature is the installation's."""
        public = self._public()
        if public is None:
            return False
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public_pem(self) -> bytes:
        """The public half as PEM; it is made with the key.

        Raises:
            ConfigError: the key cannot be used.
        """
        return _pem(self._key().public_key())

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the two files; nothing before first use."""
        private, public = self.folder / PRIVATE, self.folder / PUBLIC
        kept = disk.read_or_nothing(public)
        if kept is None:
            return (f"{PUBLIC} is missing: {_RESTORE}",) if private.exists() else ()
        try:
            same = _pem(self._key().public_key()) == kept
        except ConfigError as error:
            return error.problems
        return (
            ()
            if same
            else (f"{PUBLIC} was changed; it is not the public half of {PRIVATE}: {_RESTORE}",)
        )

    def _key(self) -> Ed25519PrivateKey:
        path = self.folder / PRIVATE
        if not path.exists():
            self._make(path)
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise ConfigError(
                [f"{path} signs the evidence, and others can read it; run: chmod 600 {path}"]
            )
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ConfigError([f"{path} is not a key: {_RESTORE}"]) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise ConfigError([f"{path} is not an Ed25519 key: {_RESTORE}"])
        if not (self.folder / PUBLIC).exists():
            disk.write(self.folder / PUBLIC, _pem(key.public_key()))
        return key

    def _make(self, path: Path) -> None:
        """A new key, unless an older one is known to have been here."""
        if (self.folder / PUBLIC).exists() or any(self.folder.glob(SIGNED)):
            raise ConfigError([f"{path} is missing, and evidence was signed with it: {_RESTORE}"])
        disk.make_folder(self.folder)
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        try:
            disk.write_new(path, pem)
        except FileExistsError:
            return  # another process was first; its key is as good

    def _public(self) -> Ed25519PublicKey | None:
        content = disk.read_or_nothing(self.folder / PUBLIC)
        try:
            key = load_pem_public_key(content or b"")
        except (ValueError, UnsupportedAlgorithm):
            return None
        return key if isinstance(key, Ed25519PublicKey) else None


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
