"""The answers of the first run as config.toml: every problem at once, or a file that loads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orm.config.first_answers import contacts_tables, read_calendar, read_people, read_school
from orm.config.first_choices import read_mail, read_sources
from orm.config.first_draft import Draft, Step
from orm.config.first_sheet import Wrong
from orm.config.loading import parse
from orm.config.secret_values import Vault
from orm.config.values import Config, SourceShape
from orm.config.writing import write_config
from orm.errors import ConfigError
from orm.model.schools import ContactId, School

_HEADING = """\
Configuration of orm, written by the first run.

Look at the namesakes of the school, and under [policy] at the routes that your own policy contains. \
"orm check" says what is wrong.

A key behind a "#" shows its default or an example; take the "#" away to set it. \
docs/configuration.md lists every key. A secret is never written here: env:NAME or file:PATH."""
_LISTEN = "127.0.0.1:8770"
_STEP_OF = {
    "schools": Step.SCHOOL,
    "contacts": Step.PEOPLE,
    "calendar": Step.CALENDAR,
    "sources": Step.SOURCES,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What answers are read with: the sources there are, where secrets are looked up, and where
    the desk listens.
    """

    shapes: Mapping[str, SourceShape]
    vault: Vault
    listen: str = _LISTEN


@dataclass(frozen=True, slots=True)
class FirstFile:
    """A config.toml that loads, what it says, and who set it up."""

    text: str
    config: Config
    me: ContactId


def wrong_in(
    draft: Draft, step: Step, around: Surroundings, registered: School | None = None
) -> tuple[Wrong, ...]:
    """Everything that is wrong with one step; a step that nobody has sent is not looked at."""
    if not draft.is_sent(step):
        return ()
    match step:
        case Step.SCHOOL:
            return read_school(draft, registered)[1]
        case Step.PEOPLE:
            return read_people(draft).wrong
        case Step.CALENDAR:
            return read_calendar(draft)[1]
        case Step.MAIL:
            return read_mail(draft, around.vault).wrong
        case Step.SOURCES:
            return read_sources(draft, around.shapes, around.vault)[1]


def first_file(
    draft: Draft, around: Surroundings, registered: School | None = None
) -> FirstFile | tuple[Wrong, ...]:
    """The file, or everything that keeps it from being written."""
    wrong = tuple(_all_wrong(draft, around, registered))
    people = read_people(draft)
    if wrong or people.me is None:
        return wrong
    text = _text(draft, around, registered)
    try:
        config = parse(
            text,
            base=around.vault.base,
            environ=around.vault.environ,
            source_options=around.shapes,
        )
    except ConfigError as error:
        return tuple(_placed(problem) for problem in error.problems)
    return FirstFile(text, config, ContactId(people.me.id))


def _all_wrong(draft: Draft, around: Surroundings, registered: School | None) -> Iterator[Wrong]:
    for step in Step:
        if not draft.is_sent(step):
            yield Wrong(step, "", "This step is not filled in yet.")
        yield from wrong_in(draft, step, around, registered)


def _text(draft: Draft, around: Surroundings, registered: School | None) -> str:
    mail = read_mail(draft, around.vault)
    document: dict[str, object] = {
        "data_folder": "data",
        "network": mail.network,
        "mail": mail.mail,
        "digest": mail.digest,
        "calendar": read_calendar(draft)[0],
        "schools": [read_school(draft, registered)[0]],
        "contacts": contacts_tables(read_people(draft)),
        "sources": read_sources(draft, around.shapes, around.vault)[0],
    }
    if around.listen != _LISTEN:
        document["desk"] = {"listen": around.listen}
    return write_config(document, around.shapes, heading=_HEADING)


def _placed(problem: str) -> Wrong:
    """A problem of the whole file, at the step that it is put right in."""
    section = problem.partition(".")[0].partition("[")[0].partition(":")[0]
    return Wrong(_STEP_OF.get(section, Step.MAIL), "", problem)
