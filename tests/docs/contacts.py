"""Writes docs/contacts.md from orm/policy: who outside the school can help, and how platforms are told."""

from collections.abc import Iterator
from pathlib import Path

from orm.triage.platforms import FiledBy, Platform, ReportForm
from orm.triage.policy import Policy
from orm.triage.tables import Authority
from tests.docs.tables import cell, table
from tests.factories_triage import house_policy

PAGE = Path(__file__).parents[2] / "docs" / "contacts.md"

INTRODUCTION = """\
# Who outside the school can help

Written from `orm/policy/contacts.toml` and `orm/policy/platforms.toml` (`make docs`). Change those, not this page.

Every line was read on a public page that may be old. Ring or look before you rely on it, then change `last_checked`. What is marked
*not verified* was written down from memory or seen at second hand. After a year `orm check` warns, and the digest asks the office.

The program never tells anybody anything by itself: a person reports, and writes down the reference.
"""

PLATFORMS = """\
## Platforms

In this order: report on the platform first, and keep the reference, the time and the reply. Then, after 48 hours, POSH: at once where a child
may be at risk. A report names one of the platform's own rules. "Bad for our reputation" is no rule, and ordinary criticism is never reported.
"""

FILED_BY = {
    FiledBy.ANYONE: "anybody",
    FiledBy.SCHOOL: "the school itself, with proof of who it is",
    FiledBy.PERSON: "the person affected, not the school",
}
UNVERIFIED = " *(not verified)*"


def render() -> str:
    """The page."""
    policy = house_policy()
    parts = (INTRODUCTION, _contacts(policy), PLATFORMS, _headings(policy), *_platforms(policy))
    return "\n".join(parts)


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(render(), encoding="utf-8")


def _contacts(policy: Policy) -> str:
    rows = (
        (each.name, each.used_for, each.not_for, _how(each), each.source, f"{each.last_checked}")
        for each in policy.authorities
    )
    heading = ("who", "for", "not for", "how", "source", "last checked")
    return "## Helplines and authorities\n\n" + _marked(table(heading, rows))


def _how(contact: Authority) -> str:
    hours = f" ({contact.hours})" if contact.hours else ""
    return contact.how + hours + _mark(unverified=contact.unverified)


def _mark(*, unverified: bool) -> str:
    return UNVERIFIED if unverified else ""


def _marked(text: str) -> str:
    """The mark's own asterisks are markup, not text."""
    return text.replace(cell(UNVERIFIED), UNVERIFIED)


def _headings(policy: Policy) -> str:
    rows = (
        (heading.label, ", ".join(f"{k.value} {policy.categories[k].label}" for k in heading.kinds))
        for heading in policy.headings.values()
        if heading.kinds
    )
    return "Which headings may fit which kind of post:\n\n" + table(("heading", "kinds"), rows)


def _platforms(policy: Policy) -> Iterator[str]:
    for each in policy.platforms:
        yield f"### {each.name}{_mark(unverified=each.unverified)}\n"
        yield _platform(each, policy)


def _platform(each: Platform, policy: Policy) -> str:
    lines = [each.report]
    if each.asks:
        lines[0] += f" It asks for: {', '.join(each.asks)}."
    if each.note:
        lines.append(each.note)
    where = ", ".join(f"`{domain}`" for domain in each.domains)
    lines.append(
        f"{f'Addresses: {where}. ' if where else ''}Source: {each.source}. Last checked: {each.last_checked}."
    )
    rules = (
        (policy.headings[rule.heading].label, rule.name + _mark(unverified=rule.unverified))
        for rule in each.rule
    )
    text = (
        "\n\n".join(lines) + "\n\n" + _marked(table(("heading", "the platform's own rule"), rules))
    )
    if not each.form:
        return text
    forms = (_form(form, policy) for form in each.form)
    return (
        text + "\n" + _marked(table(("form", "for", "address", "filled in by", "asks for"), forms))
    )


def _form(form: ReportForm, policy: Policy) -> tuple[str, ...]:
    return (
        form.name + _mark(unverified=form.unverified),
        ", ".join(policy.headings[key].label for key in form.headings) or "any heading",
        form.where,
        FILED_BY[form.filed_by],
        ", ".join(form.asks),
    )
