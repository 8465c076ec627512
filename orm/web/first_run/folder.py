"""What the first run writes: its draft, secrets that were typed, and config.toml. Each is whole or
not there, and the first two are for their owner only.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from orm.config.first_choices import SECRETS, kept_at
from orm.config.first_draft import Draft, from_json, to_json
from orm.config.starting import is_example
from orm.errors import ConfigError

_DATA = "data"
_DRAFT = "setup.json"
_FOLDER = 0o700
_SECRET_NAME = re.compile(r"[a-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class SetupFolder:
    """The folder of config.toml. Every method raises ConfigError where the disk does not let it."""

    config: Path

    @property
    def base(self) -> Path:
        """Where relative paths of config.toml start."""
        return self.config.resolve().parent

    def draft(self) -> Draft:
        """What was typed before; nothing when nobody has begun."""
        path = self.base / _DATA / _DRAFT
        try:
            return from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Draft()
        except ConfigError as error:
            raise ConfigError([f"{path}: {said}" for said in error.problems]) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError([f"{path} cannot be read; delete it to start again"]) from error

    def keep(self, draft: Draft) -> None:
        """Keep what was typed."""
        _write(self.base / _DATA / _DRAFT, to_json(draft))

    def forget(self) -> None:
        """The draft is not needed any more."""
        (self.base / _DATA / _DRAFT).unlink(missing_ok=True)

    def keep_secret(self, name: str, secret: str) -> str:
        """Keep a secret that was typed in a file of its own; the reference to it.

        Raises:
            ValueError: the name is no plain word.
        """
        if not _SECRET_NAME.fullmatch(name):
            raise ValueError("a secret is kept under a plain word")
        _write(self.base / SECRETS / name, secret)
        return kept_at(name)

    def write_config(self, text: str) -> None:
        """Write config.toml, unless there is one already that is not the example."""
        if not self.is_free():
            raise ConfigError(
                [f"{self.config} was written by somebody else meanwhile; it is left as it is"]
            )
        _write(self.config, text)

    def is_free(self) -> bool:
        """Whether there is no configuration yet, or only the example."""
        try:
            return is_example(self.config.read_text(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            return True
        except OSError as error:
            raise ConfigError([f"{self.config} cannot be read: {error.strerror}"]) from error


def _write(path: Path, text: str) -> None:
    """The whole text under this name, for its owner only; what was there before goes at once."""
    try:
        path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        part = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(
            [f"{path} cannot be written: {error.strerror}; let the account that runs orm own it"]
        ) from error
