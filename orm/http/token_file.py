"""Tokens that a site has renewed: kept in a file that only its owner can read.

The operator's own setting stays the first token; what came after it is found by its fingerprint.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from orm.errors import ConfigError
from orm.model.settings import Secret

_OWNER_ONLY = 0o600
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token and when the site gave it, or when it was first used; `ends_at` is None if unknown."""

    value: Secret
    since: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TokenFile:
    """A small JSON file, mode 600, replaced as a whole."""

    path: Path

    def read(self, first: Secret) -> KeptToken | None:
        """What came after the operator's token; None when nothing did.

        Raises:
            ConfigError: others may read the file, or it is not one of ours.
        """
        entry = self._entries().get(_fingerprint(first))
        if entry is None:
            return None
        ends = entry.get("ends_at")
        return KeptToken(
            Secret(entry["value"]),
            datetime.fromisoformat(entry["since"]),
            datetime.fromisoformat(ends) if ends else None,
        )

    def write(self, first: Secret, token: KeptToken) -> None:
        """Keep what came after the operator's token.

        Raises:
            ConfigError: the file cannot be written.
        """
        entries = self._entries()
        entries[_fingerprint(first)] = {
            "value": token.value.reveal(),
            "since": token.since.isoformat(),
            "ends_at": token.ends_at.isoformat() if token.ends_at else "",
        }
        try:
            self._replace(json.dumps(entries))
        except OSError as error:
            raise ConfigError(
                [f"{self.path} cannot be written ({error.strerror}); it keeps renewed tokens"]
            ) from error

    def _replace(self, text: str) -> None:
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def _entries(self) -> dict[str, dict[str, str]]:
        try:
            if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
                raise ConfigError([f"{self.path.name} holds tokens; run: chmod 600 {self.path}"])
            entries: dict[str, dict[str, str]] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise ConfigError(
                [f"{self.path} cannot be read; delete it and put fresh tokens into the settings"]
            ) from error
        return entries


def _fingerprint(secret: Secret) -> str:
    return sha256(secret.reveal().encode()).hexdigest()
