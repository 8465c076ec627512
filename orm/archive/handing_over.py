"""One zip with everything that is kept of a case, checkable with sha256sum, openssl and a WARC viewer."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orm.archive import books
from orm.archive.checking import EXHIBITS
from orm.archive.index_page import index_page
from orm.archive.signing import Seals
from orm.model.evidence import Book, Holding

PUBLIC_KEY = "public-key.pem"
SUMS = "SHA256SUMS"
INDEX = "index.html"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can name: the same every time
_REGULAR = 0o100600 << 16


def package(folder: Path, holding: Holding, seals: Seals) -> bytes:
    """The zip. Nothing in it depends on when or where it is made."""
    key = seals.public_pem()
    files: dict[str, bytes] = {
        f"{EXHIBITS}/{entry.file}": (folder / EXHIBITS / entry.file).read_bytes()
        for entry in holding.standing
    }
    files |= _book_files(folder, holding)
    files[PUBLIC_KEY] = key
    files[INDEX] = index_page(holding, public_key=key.decode("ascii")).encode()
    files[SUMS] = _sums(files)
    return _zipped(files)


def _book_files(folder: Path, holding: Holding) -> dict[str, bytes]:
    """Each book without its seal, with what was signed and the signature beside it."""
    found: dict[str, bytes] = {}
    for book, lines in ((Book.MANIFEST, holding.entries), (Book.CUSTODY, holding.custody)):
        if lines:
            name = books.file_name(book)
            found[name] = books.body(lines)
            found[f"{book.value}.head"] = books.statement(holding.ref, book, lines)
            found[f"{book.value}.sig"] = books.signature_in((folder / name).read_bytes())
    return found


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            info = ZipInfo(name, date_time=_BEGINNING)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # Unix, on every machine
            info.external_attr = _REGULAR
            archive.writestr(info, files[name])
    return out.getvalue()
