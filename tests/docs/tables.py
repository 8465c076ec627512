"""Tables of the generated pages."""

from collections.abc import Iterable


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; empty cells are a dash."""
    heading = tuple(heading)
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    lines += ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """A text that stays inside its cell."""
    return text.replace("|", "\\|").replace("\n", " ").replace("*", "\\*") or "–"
