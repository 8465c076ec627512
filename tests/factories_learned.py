"""Small models for the learned judge, in the form of the shipped file, and tables to check them by."""

import io
from collections.abc import Mapping, Sequence

import numpy as np

from orm.learned.judge import COLUMNS

TABLES = ("words", "grams", "pairs", "authors", "facts")
NAMES: Mapping[str, Sequence[str]] = {
    "words": ("kind", "rude", "oakfield", "school"),
    "grams": ("<li", "liv", "ivi", "ing>", "rud"),
    "pairs": ("<s> kind", "rude school", "school </s>", "<s> </s>"),
    "authors": ("mum", "of"),
    "facts": ("compound", "rule T8-threat", "kind post"),
}
SCALE = 0.25


def number(table: str, at: int, column: int) -> int:
    """What stands in a row of a small model: -6..6, different from cell to cell."""
    return (TABLES.index(table) * 5 + at * 3 + column * 7) % 13 - 6


def row(table: str, name: str) -> np.ndarray:
    """The row of a name in the small model; a name that it does not know has a row of zeros."""
    if name not in NAMES[table]:
        return np.zeros(len(COLUMNS))
    at = NAMES[table].index(name)
    return SCALE * np.array([number(table, at, column) for column in range(len(COLUMNS))])


def base() -> np.ndarray:
    """What the small model says of nothing at all."""
    return np.arange(len(COLUMNS), dtype=np.float32) / 8


def arrays() -> dict[str, np.ndarray]:
    """The parts of the small model's file."""
    width = len(COLUMNS)
    found = {
        "columns": np.array([str(column) for column in COLUMNS]),
        "base": base(),
        "version": np.array("small"),
    }
    for table, names in NAMES.items():
        rows = [[number(table, at, column) for column in range(width)] for at in range(len(names))]
        found[f"{table}_names"] = np.frombuffer("\n".join(names).encode(), np.uint8)
        found[f"{table}_rows"] = np.array(rows, np.int8)
        found[f"{table}_scale"] = np.full(width, SCALE, np.float32)
    return found


def model_file(**changes: np.ndarray | None) -> bytes:
    """The small model's file, with other parts, or without those that are None."""
    kept = {name: part for name, part in {**arrays(), **changes}.items() if part is not None}
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=True, **kept)
    return out.getvalue()
