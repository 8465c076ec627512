"""An evaluation as an object for programs and as rows for people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from orm.evaluation.measures import Measures
from orm.evaluation.mistakes import kinds
from orm.evaluation.report import Evaluation

MEASURES = ("measure", "value")
CATEGORIES = (
    "category",
    "items",
    "about us",
    "right",
    "F1",
    "urgent",
    "sealed",
    "removal",
    "forbidden",
    "author",
)
MISTAKES = ("times", "field", "expected", "got")

_UNKNOWN = "-"


def as_object(found: Evaluation) -> Mapping[str, object]:
    """Every measure, over all posts and under `categories` for each; and each mistake."""
    return {
        **asdict(found.measures),
        "items_per_second": found.items_per_second,
        "categories": {name.value: asdict(each) for name, each in found.categories.items()},
        "errors": [asdict(each) for each in found.mistakes],
    }


def measure_rows(values: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """One row per measure, named with dots for nesting."""
    for name, value in flat(values):
        yield {"measure": name, "value": shown(value)}


def category_rows(found: Evaluation) -> Iterator[Mapping[str, object]]:
    """One row per labelled category: what was found of what the labels say."""
    for name, each in found.categories.items():
        yield dict(zip(CATEGORIES, (name.value, *map(shown, _cells(each))), strict=True))


def mistake_rows(found: Evaluation, *, most: int) -> Iterator[Mapping[str, object]]:
    """The commonest kinds of mistakes, commonest first."""
    for (field, expected, got), times in kinds(found.mistakes).most_common(most):
        yield {"times": times, "field": field, "expected": shown(expected), "got": shown(got)}


def flat(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Names with dots for nesting, and what they hold."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def shown(value: object) -> str:
    """A value as a table shows it; what could not be measured is a dash."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}" if value <= 1 else f"{value:.1f}"
    return str(value)


def _cells(each: Measures) -> Sequence[object]:
    return (
        each.items,
        each.about_us.recall,
        each.category.accuracy,
        each.category.macro_f1,
        each.urgent.recall,
        each.sealed.recall,
        each.removal.recall,
        each.removal.proposed_where_forbidden,
        each.author.accuracy,
    )
