"""docs/sources.md, made from the collectors: `python -m tests.docs.sources > docs/sources.md`."""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import get_args, get_type_hints

from orm.model.brought import ONLY_BY_HAND
from orm.model.keys import Allowance
from orm.model.polls import Access, Cadence
from orm.ports import Keyed, Metered, Source
from sources.registry import SOURCES, Shape, build

HEAD = """\
# Sources

Generated from the collectors' own module docstrings, access classes, cadences and options.
Do not edit: run `python -m tests.docs.sources > docs/sources.md`.

Access classes: **A** keyless and allowed, on by default · **B** keyless, its terms restrict it, off
until the operator accepts them · **C** needs a key · **D** never automatic.

One key is written `key = "env:NAME"` (or `file:PATH`) in the source's section. Several, or one whose last day
you know, are `[[sources.NAME.keys]]` tables with `name`, `secret` and `ends`; a source's **Key** says what
the names are. A paid source takes `monthly_budget`, in US dollars.

| source | access | key | asked every | at the closest | quiet for longer is unusual |
|---|---|---|---|---|---|
"""

HANDS = """
## Only by hand (class D)

No collector reads these, and none will: their terms forbid it, or nobody from outside can look. Somebody
who sees a post there brings it in with `orm intake` ([by hand](by-hand.md)); the digest says each week
that nobody reads them for you.

"""


def render() -> str:
    """The whole page."""
    rows = "".join(map(_row, SOURCES))
    hands = "".join(f"- **{place.name}**\n" for place in ONLY_BY_HAND)
    return HEAD + rows + HANDS + hands + "".join(map(_section, SOURCES))


def option_rows(options: type, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each option's path and meaning; the fields of listed entries follow their list."""
    hints = get_type_hints(options)
    for one in fields(options):
        path = f"{prefix}{one.name}"
        yield path, one.metadata["doc"]
        for inner in get_args(hints[one.name]):
            if isinstance(inner, type) and is_dataclass(inner):
                yield from option_rows(inner, f"{path}[].")


def _cadence(shape: Shape) -> Cadence:
    return build(shape.name, shape.options()).cadence


def _row(shape: Shape) -> str:
    cadence = _cadence(shape)
    times = (cadence.usual, cadence.shortest, cadence.silence)
    words = " | ".join(map(_span, times))
    return f"| [{shape.name}](#{shape.name}) | {shape.access} | {_key(shape)} | {words} |\n"


def _key(shape: Shape) -> str:
    if not isinstance(build(shape.name, shape.options()), Keyed):
        return "none"
    return "needed" if shape.access is Access.C else "for some"


def _limits(source: Source) -> list[str]:
    """The quotas that are counted for each key."""
    allowances = source.allowances if isinstance(source, Metered) else ()
    return [f"- {_limit(each)}" for each in allowances]


def _limit(each: Allowance) -> str:
    calls = f"{each.calls:,} calls a {each.window}" if each.calls is not None else "calls"
    which = f' of the kind "{each.shape}"' if each.shape else ""
    price = f", each at most ${each.micros / 1_000_000:.4f}" if each.micros else ""
    zone = f", counted from midnight in {each.zone}" if each.calls is not None else ""
    return f"{each.name}: {calls}{which}{price}{zone}"


def _section(shape: Shape) -> str:
    module = sys.modules[shape.options.__module__]
    cadence = _cadence(shape)
    rest = f"at least {_span(cadence.spacing)}" if cadence.spacing else "`network.spacing_seconds`"
    pace = (
        f"\nInterval {_span(cadence.shortest)} to {_span(cadence.longest)}; "
        f"{rest} between two requests to one domain."
    )
    lines = [f"- `{path}`: {meaning}" for path, meaning in option_rows(shape.options)]
    limits = _limits(build(shape.name, shape.options()))
    return "\n".join(
        [
            f"\n## {shape.name}\n",
            inspect.cleandoc(module.__doc__ or ""),
            pace,
            *(["\nCounted for each key, and kept to:\n", *limits] if limits else []),
            f"\nOptions, in `[sources.{shape.name}]`:\n",
            *lines,
            "",
        ]
    )


def _span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}" + ("s" if count != 1 else "")
    return str(time)


if __name__ == "__main__":
    sys.stdout.write(render())
