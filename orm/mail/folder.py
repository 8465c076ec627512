"""Letters as files: one .eml per letter in a folder."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orm.errors import Busy
from orm.mail.message import message, name_of
from orm.model.letters import Mail
from orm.model.settings import MailSettings


class FileMailer:
    """Writes one .eml per letter into a folder."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    @contextmanager
    def batch(self) -> Iterator["FileMailer"]:
        """Several letters; a folder needs no connection."""
        yield self

    def send(self, mail: Mail) -> None:
        """Write the file; the same letter overwrites itself.

        Raises:
            DeliveryError: permanent for a recipient outside the allowed domains.
            Busy: the folder cannot be written: the letter is good and goes once that is put right.
        """
        content = message(mail, self._settings).as_bytes()
        _write(Path(self._settings.folder) / f"{name_of(mail)}.eml", content)


def probe(settings: MailSettings) -> None:
    """Write and remove an empty file.

    Raises:
        DeliveryError: the folder cannot be written.
    """
    path = Path(settings.folder) / ".orm-check"
    _write(path, b"")
    path.unlink()


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it, on disk before this returns."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            part = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if part:
            part.unlink(missing_ok=True)
        raise Busy(
            f"The folder {path.parent} (mail.folder) cannot be written: {error.strerror}. Make room"
            " or give the right to write; the letter is tried again."
        ) from error
