"""The fitted model as the file that the house reads (orm/learned/model.py)."""

import io
from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from orm.learned.judge import COLUMNS
from training.fitting import TABLES, Array, Fitted, word_row

_MOST = 127


def packed(fitted: Fitted) -> bytes:
    """The file's bytes: each table's names and its rows in one byte per number."""
    tables = {table: _table(fitted, table) for table in TABLES}
    arrays: dict[str, np.ndarray] = {
        "columns": np.array([str(column) for column in COLUMNS]),
        "base": fitted.base,
    }
    for table, (names, rows) in tables.items():
        scale = np.maximum(np.abs(rows).max(axis=0, initial=0.0), np.float32(1e-9)) / _MOST
        arrays[f"{table}_names"] = np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)
        arrays[f"{table}_rows"] = np.round(rows / scale).astype(np.int8)
        arrays[f"{table}_scale"] = scale.astype(np.float32)
    digest = sha256()
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    arrays["version"] = np.array(digest.hexdigest()[:12])
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def _table(fitted: Fitted, table: str) -> tuple[Sequence[str], Array]:
    """Names and rows. A word's row holds its letters and its vector too, so a known word is one row."""
    column = fitted.parts.column
    names = [name for kind, name in column if kind == table]
    if table == "words":
        names = sorted({*names, *fitted.parts.vectors})
        rows = [word_row(fitted, name) for name in names]
        return names, np.array(rows, np.float32).reshape(len(names), len(COLUMNS))
    weights = np.array([fitted.parts.weight[table, name] for name in names], np.float32)
    found: Array = fitted.rows[[column[table, name] for name in names]]
    return names, found * weights[:, None]
