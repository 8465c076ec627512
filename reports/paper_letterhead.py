"""A school's letterhead is looked at before it is used: an ordinary .docx with fields we know.

It may hold text, pictures and styles; nothing that runs, and nothing that is fetched when the
letter is opened.
"""

import re
import zipfile
import zlib
from html import unescape
from io import BytesIO

from orm.errors import ConfigError

FIELDS = ("school", "address", "contact", "subject", "version")
"""What a letterhead may place, as `{{ school }}`. `{{r body }}` must be there, once."""

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, SyntaxError
)  # fmt: skip
"""What the libraries raise for a file that is damaged, locked with a password or no Word file."""

_LARGEST = 20_000_000
_LARGEST_UNPACKED = 100_000_000
_RUNS = re.compile(r"vbaProject|activeX|/embeddings/", re.IGNORECASE)
_OUTSIDE = re.compile(r"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(r"/hyperlink[\"']")
_FETCHING = re.compile(
    r"(?:<w:instrText[^>]*>|w:instr=\")[^<\"]*\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_FIELD = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_KNOWN = re.compile(rf"\{{\{{\s*(?:{'|'.join(FIELDS)})\s*\}}\}}")
_BODY = re.compile(r"\{\{r\s+body\s*\}\}")
_LETTER = "word/document.xml"
_AGAIN = "Open it in Word, save it as an ordinary .docx and give the file again."


def unreadable() -> ConfigError:
    """What is said of a file that cannot be opened as a Word file."""
    return ConfigError([f"The letterhead cannot be opened as a Word file. {_AGAIN}"])


def examine(letterhead: bytes) -> None:
    """Nothing, if the letterhead can be used.

    Raises:
        ConfigError: it cannot; every reason, and what the office does.
    """
    try:
        texts = _texts(letterhead)
    except UNREADABLE as error:
        raise unreadable() from error
    problems = (*_dangers(texts), *_field_faults(texts))
    if problems:
        raise ConfigError(problems)


def _texts(letterhead: bytes) -> dict[str, str]:
    """The XML of every part by its name; a part that is not XML is an empty text."""
    with zipfile.ZipFile(BytesIO(letterhead)) as archive:
        entries = archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if len(letterhead) > _LARGEST or size > _LARGEST_UNPACKED:
            raise ConfigError(["The letterhead is larger than 20 MB. Make its pictures smaller."])
        return {
            entry.filename: archive.read(entry).decode("utf-8")
            if entry.filename.endswith((".xml", ".rels"))
            else ""
            for entry in entries
        }


def _dangers(texts: dict[str, str]) -> tuple[str, ...]:
    problems = []
    if any(map(_RUNS.search, texts)) or "macroEnabled" in texts.get("[Content_Types].xml", ""):
        problems.append(f"The letterhead holds a macro or an embedded program. {_AGAIN}")
    outside = [link for text in texts.values() for link in _OUTSIDE.findall(text)]
    if not all(map(_LINK.search, outside)) or any(map(_FETCHING.search, texts.values())):
        problems.append(
            "The letterhead fetches something when it is opened, such as a linked picture or "
            "template. Put the picture into the file itself."
        )
    return tuple(problems)


def _field_faults(texts: dict[str, str]) -> tuple[str, ...]:
    said = {name: unescape(_TAG.sub("", text)) for name, text in texts.items()}
    problems = []
    if len(_BODY.findall(said.get(_LETTER, ""))) != 1:
        problems.append(
            "The letterhead does not say where the letter stands. Write {{r body }} once, in a "
            "paragraph of its own."
        )
    fields = [field for text in said.values() for field in _FIELD.findall(text)]
    unknown = [field for field in fields if not _KNOWN.fullmatch(field) and not _BODY.match(field)]
    if unknown:
        problems.append(
            f"The letterhead has a field that is not known: {unknown[0][:60]}. Known are "
            f"{', '.join(f'{{{{ {name} }}}}' for name in FIELDS)} and {{{{r body }}}}."
        )
    return tuple(problems)
