"""docs/accuracy.md: the measures in plain words, for a headteacher and for a data person.

The page holds no figure of speed and no words of a labelled post, so it is the same in every run.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from orm.evaluation.measures import CRITICAL, Marked, confusion
from orm.evaluation.mistakes import kinds
from orm.evaluation.report import Evaluation
from orm.evaluation.tables import CATEGORIES, category_rows, measure_rows, shown
from orm.model.judgement import Category, Stance
from orm.triage.policy import Policy

_MOST_MIXED_UP = 12
_ANY = "*"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of mistake in plain words; "*" stands for any value."""

    field: str
    expected: str
    got: str
    says: str
    example: str

    def holds(self, field: str, expected: str, got: str) -> bool:
        pairs = ((self.field, field), (self.expected, expected), (self.got, got))
        return all(mine in {_ANY, theirs} for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class _Words:
    measures: Mapping[str, str]
    kinds: tuple[_Kind, ...]


@cache
def _words() -> _Words:
    read = tomllib.loads(files(__package__).joinpath("page.toml").read_text(encoding="utf-8"))
    return _Words(read["measures"], tuple(_Kind(**each) for each in read["mistakes"]))


def accuracy_page(found: Evaluation, *, policy: Policy, posts: str) -> str:
    """The page as Markdown; `posts` is the name of the file that was measured."""
    parts = (
        _opening(found, posts),
        _measures(found),
        _categories(found, policy),
        _mixed_up(found.marked, policy),
        _stances(found.marked),
        _mistakes(found),
        _closing(),
    )
    return "\n\n".join(parts) + "\n"


def _opening(found: Evaluation, posts: str) -> str:
    all_ = found.measures
    return f"""\
# How well posts are judged

*Written by `make eval`; changes by hand are lost.*

{all_.items} labelled posts (`{posts}`) were judged by the same code that judges real ones, and compared with what a careful reader
had said of each. The labels never reach the code that judges.

**These figures are no claim.** `dev.jsonl` is the development set, invented posts about invented schools: the words and rules were
tuned on it, so expect posts from elsewhere to be judged less well. What the project claims is measured on posts that nobody tuned
on, with the same command.

In short:

- Of the posts about the watched school {_percent(all_.about_us.recall)} were called ours, and {_percent(all_.about_us.precision)} of \
those called ours are. What may be ours is left for a person: {_percent(all_.about_us.unsure_rate)} of all posts.
- Of the threats and safeguarding matters {_percent(all_.critical.recall)} were sent to a person in the same run. \
Missed: {_missed(found.marked)}. **The program does not replace anybody's eyes.**
- Posts for which a removal was proposed although the policy forbids one: {all_.removal.proposed_where_forbidden}.
- Names and quotations that must stay in the house and stood in an email: {all_.leaks}.
- Tone (macro-F1 {shown(all_.sentiment.macro_f1)}) draws lines and orders lists, and decides nothing."""


def _missed(marked: Sequence[Marked]) -> int:
    return sum(
        not (each.answer.urgent or each.answer.sealed)
        for each in marked
        if each.gold.category in CRITICAL
    )


def _measures(found: Evaluation) -> str:
    says = _words().measures
    rows = (
        (f"`{row['measure']}`", str(row["value"]), says.get(str(row["measure"]), ""))
        for row in measure_rows(asdict(found.measures))
    )
    return _section("The measures", _table(("measure", "value", "what it says"), rows))


def _categories(found: Evaluation, policy: Policy) -> str:
    labels = {category.value: row.label for category, row in policy.categories.items()}
    rows = (
        (
            f"{row['category']} {labels[str(row['category'])]}",
            *(str(row[c]) for c in CATEGORIES[1:]),
        )
        for row in category_rows(found)
    )
    said = (
        "Over the posts that carry the label: the share that was called ours, put into an accepted category, made urgent or sealed "
        "where it had to be, given a removal route where one is allowed, and with the right author. `forbidden` counts removals that "
        "may not be proposed. F1 joins what was missed with what was wrongly put there. A dash: there is no such post."
    )
    return _section("By category", said, _table(CATEGORIES, rows))


def _mixed_up(marked: Sequence[Marked], policy: Policy) -> str:
    def named(category: Category) -> str:
        return f"{category.value} {policy.categories[category].label}"

    rows = (
        (str(times), named(expected), named(got))
        for (expected, got), times in _commonest(confusion(marked))
    )
    return _section(
        "Categories that are mixed up",
        "T0 as an answer means that the post was not recognised as ours.",
        _table(("times", "a reader says", "the program says"), rows),
    )


def _commonest(
    counted: Counter[tuple[Category, Category]],
) -> Sequence[tuple[tuple[Category, Category], int]]:
    """The most frequent first; among equals in the order of the categories."""
    return sorted(counted.items(), key=lambda each: (-each[1], *map(_number, each[0])))[
        :_MOST_MIXED_UP
    ]


def _number(category: Category) -> int:
    return int(category.value[1:])


def _stances(marked: Sequence[Marked]) -> str:
    counted = Counter((each.gold.sentiment, each.answer.stance) for each in marked)
    labelled = [stance for stance in Stance if stance is not Stance.ABSTAIN]
    rows = (
        (f"**{row.value}**", *(str(counted[row, column]) for column in Stance)) for row in labelled
    )
    columns = ("a reader says", *(column.value for column in Stance))
    said = (
        "Each line is what a reader says of the stance toward the school; each column what the program says. A post that is not "
        "about the school takes no side."
    )
    return _section("Tone", said, _table(columns, rows))


def _mistakes(found: Evaluation) -> str:
    lines = [
        f"- **{times} × {_heading(kind)}.** {kind.says} For instance (invented): *{kind.example}*"
        for kind, times in _told(found)
    ]
    return _section(
        "What it gets wrong",
        "Commonest first. One post may be wrong in several ways.",
        "\n".join(lines) or "Nothing, in these posts.",
    )


def _told(found: Evaluation) -> Sequence[tuple[_Kind, int]]:
    """The kinds of mistakes that have words, with how often each was made."""
    counted: Counter[_Kind] = Counter()
    for (field, expected, got), times in kinds(found.mistakes).items():
        for kind in _words().kinds:
            if kind.holds(field, shown(expected), shown(got)):
                counted[kind] += times
                break
    order = _words().kinds.index
    return sorted(counted.items(), key=lambda each: (-each[1], order(each[0])))


def _heading(kind: _Kind) -> str:
    expected = "any" if kind.expected == _ANY else kind.expected
    got = "another" if kind.got == _ANY else kind.got
    return f"{kind.field}: {expected}, judged {got}"


def _closing() -> str:
    return _section(
        "How to measure",
        """\
```
make eval                                             # the development set, and this page
orm eval POSTS.jsonl --schools SCHOOLS.json           # any labelled posts, as tables
orm eval POSTS.jsonl --schools SCHOOLS.json --json    # every measure and every single mistake
orm eval --sentiment TEXTS.jsonl                      # tone alone, on any labelled texts
```""",
        "Every run gives the same figures, but for the speed. Posts are judged as if they came from anywhere, except what stands on "
        "the school's own accounts and what staff handed in: of those the house knows where they came from. A ratio of nothing is "
        "shown as a dash.",
    )


def _section(title: str, *parts: str) -> str:
    return "\n\n".join((f"## {title}", *parts))


def _table(columns: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = (columns, ["---"] * len(columns), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(value: float | None) -> str:
    return "an unknown share" if value is None else f"{value:.0%}"
