"""Writes docs/policy.md from orm/policy, so that the page and the program cannot disagree."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from orm.model.judgement import AuthorType, Route
from orm.triage.gates import MARKS
from orm.triage.policy import Policy
from orm.triage.rules import Rule
from orm.triage.vocabulary import words_of
from tests.factories_triage import house_policy

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
WORDS_PAGE = PAGE.with_name("policy-words.md")

AUTHORS = {
    AuthorType.PARENT: "parent, carer, governor",
    AuthorType.PUPIL: "pupil, former pupil",
    AuthorType.STAFF: "staff",
    AuthorType.THIRD_PARTY: "third party",
    AuthorType.UNKNOWN: "unknown",
    AuthorType.OFFICIAL: "our own account",
    AuthorType.NEWS: "news",
}

INTRODUCTION = """\
# The policy as written

What the program proposes when somebody says something about the school in public, and what it never proposes. It is data
(`orm/policy/*.toml`), this page is generated from it (`make docs`), and a test holds the two together. Change the data, not this page.

- **A person decides.** Nothing here is ever done by the program; it sorts, quotes its reason, and says what is open and what is not.
- **Ordinary criticism is never a removal case**, whoever writes and however rudely. Tone is not an input to any of this.
- **Rules suggest.** They look for words of [these lists](policy-words.md) that stand near each other. They miss what is said in other
  words, and they ring for nothing at times.
"""

WORDS_INTRODUCTION = """\
# The words the rules look for

Written from `orm/policy/words.toml` (`make docs`); [the policy](policy.md) says which rule uses which list. Some are offensive: they are here to be found, not
said. No slur is spelled out.
"""


def render() -> str:
    """The page."""
    policy = house_policy()
    parts = (
        INTRODUCTION,
        _versions(policy),
        _categories(policy),
        _severities(policy),
        _gates(policy),
        _routes(policy),
        _deadlines(policy),
        _themes(policy),
        _contacts(policy),
        _rules(policy),
    )
    return "\n".join(parts)


def render_words() -> str:
    """The page of the lists that the rules look words up in."""
    return f"{WORDS_INTRODUCTION}\n{_words(house_policy())}"


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(render(), encoding="utf-8")
    WORDS_PAGE.write_text(render_words(), encoding="utf-8")


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = ["| " + " | ".join(heading) + " |"]
    lines.append("|" + "---|" * len(tuple(heading)))
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("*", "\\*") or "–"


def _versions(policy: Policy) -> str:
    rows = (
        (f"`{name}.toml`", stamp.version, stamp.source, stamp.last_checked.isoformat())
        for name, stamp in sorted(policy.stamps.items())
    )
    return f"Version **{policy.version}**.\n\n" + _table(
        ("file", "version", "source", "last checked"), rows
    )


def _categories(policy: Policy) -> str:
    rows = (
        (
            category.value,
            row.label,
            ", ".join(row.four_c),
            row.owner.value + "".join(f", also {role.value}" for role in row.also_told),
            "yes" if row.sealed else "",
            "never" if row.opens_case_from is None else f"from S{row.opens_case_from.value}",
            ", ".join(f"{s}: {policy.deadlines[key].label}" for s, key in row.deadline.items()),
            row.retain.value,
            row.basis,
        )
        for category, row in policy.categories.items()
    )
    heading = ("", "kind", "4C", "owner", "sealed", "case", "deadline", "kept", "basis")
    return "## Kinds of posts\n\n" + _table(heading, rows) + "\n" + "\n".join(_proposals(policy))


def _proposals(policy: Policy) -> Iterator[str]:
    yield "### What may be proposed, by author\n"
    yield "*Later* is shown locked, with what it waits for.\n"
    for category, row in policy.categories.items():
        yield f"**{category.value} {row.label}**\n"
        by_routes: dict[tuple[tuple[Route, ...], tuple[Route, ...]], list[str]] = {}
        for author in AuthorType:
            routes = (row.now[author], row.later.get(author, ()))
            by_routes.setdefault(routes, []).append(AUTHORS[author])
        for (now, later), authors in by_routes.items():
            waiting = f" *Later:* {_route_names(policy, later)}." if later else ""
            yield f"- {'; '.join(authors)}: {_route_names(policy, now)}.{waiting}"
        yield ""


def _route_names(policy: Policy, routes: Iterable[Route]) -> str:
    return ", ".join(policy.routes[route].label.lower() for route in routes)


def _severities(policy: Policy) -> str:
    rows = (
        (f"S{severity.value}", row.label, row.signals, row.clock)
        for severity, row in policy.severities.items()
    )
    return "## How serious\n\n" + _table(("", "meaning", "signs", "clock"), rows)


def _gates(policy: Policy) -> str:
    rows = ((name, row.label, row.rule, row.basis) for name, row in policy.gates.items())
    marks = "\n".join(f"- {reason}" for reason in MARKS.values())
    return (
        "## Gates\n\n"
        + _table(("", "gate", "rule", "basis"), rows)
        + "\nG2 also keeps removal shut when a rule notes one of these:\n\n"
        + marks
        + "\n"
    )


def _routes(policy: Policy) -> str:
    rows = (
        (f"`{route.value}`", row.label, row.needs, ", ".join(row.never_for), row.gate)
        for route, row in policy.routes.items()
    )
    heading = ("code", "what", "needs first", "never for", "gate")
    return "## Routes\n\n" + _table(heading, rows)


def _deadlines(policy: Policy) -> str:
    rows = ((f"`{key}`", row.label, row.basis) for key, row in policy.deadlines.items())
    return "## Deadlines\n\nHours are real time. School days end at 16:00 local time.\n\n" + _table(
        ("key", "means", "for"), rows
    )


def _themes(policy: Policy) -> str:
    rows = (
        (f"`{key}`", theme.label, ", ".join(words_of(theme.words)))
        for key, theme in policy.themes.items()
    )
    return "## Themes\n\n" + _table(("key", "theme", "words"), rows)


def _contacts(policy: Policy) -> str:
    rows = (
        (
            each.name,
            each.used_for,
            each.not_for,
            each.how + (f" ({each.hours})" if each.hours else ""),
            each.source,
            each.last_checked.isoformat(),
        )
        for each in policy.authorities
    )
    heading = ("who", "for", "not for", "how", "source", "last checked")
    return (
        "## Who outside the school can help\n\nCheck every detail with a person before relying on it.\n\n"
        + _table(heading, rows)
    )


def _rules(policy: Policy) -> str:
    rows = (_rule(rule) for rule in (*policy.rules, *policy.author_rules))
    return (
        "## Rules\n\nEvery rule by its id. *Needs*: one hit of each list within so many words; "
        "*unless*: lists that make the words mean something else.\n\n"
        + _table(("id", "what it finds", "sets", "needs", "unless"), rows)
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    sets = [rule.category.value + rule.subtype] if rule.category else []
    sets += [f"S{rule.severity.value}"] if rule.category else []
    sets += [f"author {rule.author.value}"] if rule.author else []
    sets += [f"note: {mark}" for mark in sorted(rule.marks)]
    sets += [f"also {category.value}" for category in rule.also]
    sets += ["sealed"] if rule.seals else []
    needs = [" or ".join(need.split("|")) for need in rule.needs]
    needs += [f"{rule.least} of: {', '.join(rule.signs)}"] if rule.signs else []
    needs += [f"the item is: {fact}" for fact in sorted(rule.only)]
    near = f" (within {rule.within} words)" if len(needs) > 1 else ""
    unless = (*rule.unless, *rule.unless_before, *rule.unless_near, *sorted(rule.never))
    return (
        f"`{rule.id}`",
        rule.says,
        ", ".join(sets),
        "; ".join(needs) + near,
        ", ".join(dict.fromkeys(unless)),
    )


def _words(policy: Policy) -> str:
    lists = "\n".join(
        f"- **{name}**: {_cell(', '.join(words_of(words)))}" for name, words in policy.lists.items()
    )
    shapes = "\n".join(f"- **{shape.name}**: `{shape.pattern.pattern}`" for shape in policy.shapes)
    return (
        "## Lists of words\n\n`{a/b}` stands for either; `~` for any ending; `@list` includes a list.\n\n"
        f"{lists}\n\n### Shapes\n\n{shapes}\n"
    )


if __name__ == "__main__":
    write()
