"""Mentions: looked through, settled with one press, read one by one, kept as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from orm.errors import Conflict, NotAllowed
from orm.model.judgement import Verdict
from orm.model.remarks import Remark
from orm.model.schools import Contact
from orm.model.settlements import MentionFile, MentionId
from orm.pipeline.settling import SettledMention, Word
from orm.reading.mentions import Desk, Mentions, Whole, columns, mentions, own_word, rows, whole
from orm.reading.policy_words import policy_words
from orm.reading.remarks import (
    CHECKED,
    CheckTold,
    Passed,
    check_told,
    is_article,
    is_praise,
    may_thank,
    passed,
)
from orm.web.asking import Answer, Ask, Fields, Missing, Page, Went
from orm.web.forms import Choice, Filled, Problem
from orm.web.mention_wishes import Options, Typed, is_number, options, read_wish
from orm.web.routes import POST_READERS, look, press
from orm.web.sheets import sheet

LIST = "/mentions"
LONGEST_REASON = 200
_DEFAULT_REASON = "read on the desk"
_WORDS = tuple(Choice(word.name.lower(), label.capitalize()) for word, label in CHECKED.items())
_VERDICTS = {verdict.value: verdict for verdict in (Verdict.US, Verdict.NOT_US)}


@dataclass(frozen=True, slots=True)
class ListView:
    """The list. `here` is its own address, `older` that of the next page; empty on the last. `last`
    is the post of which the reader has just said that it is not about the school.
    """

    found: Mentions
    filled: Filled
    options: Options
    here: str
    older: str
    newest: str
    table: str
    last: MentionId | None
    narrowed: bool
    several: bool


@dataclass(frozen=True, slots=True)
class SaidView:
    """What people said of one post beside whether it is about the school; `may` says that the reader
    may say it.
    """

    may: bool
    is_praise: bool
    passed: Passed | None
    is_article: bool
    check: CheckTold | None
    words: tuple[Choice, ...] = _WORDS


@dataclass(frozen=True, slots=True)
class OneView:
    """One post."""

    whole: Whole
    filled: Filled
    several: bool
    said: SaidView


@dataclass(frozen=True, slots=True)
class AddressView:
    """The way out. `url` is the post's real address."""

    whole: Whole
    url: str


def show(ask: Ask) -> Answer:
    """The list, as filtered."""
    return _list(ask, ask.query)


def show_one(ask: Ask) -> Answer:
    """One post with everything that was thought of it, as it is now."""
    file = newest_of(ask)
    return Missing() if file is None else one(ask, file.id)


def show_address(ask: Ask) -> Answer:
    """The page from which the post itself is opened on purpose."""
    file = file_of(ask)
    told = None if file is None else whole_of(ask, file.id)
    if file is None or told is None or not told.line.opens:
        return Missing()
    return Page("mention_open.html", "Open the post", AddressView(told, file.item.url))


def keep_table(ask: Ask) -> Answer:
    """The list, as filtered, as a table without words."""
    typed = read_wish(ask.query, ask.reader, policy_words(ask.house.policy))
    if typed.problems:
        return _list(ask, ask.query)
    desk = _desk(ask)
    told = rows(ask.house.shelf, typed.wish, desk)
    return sheet("mentions.csv", columns(ask.reader.sight), told)


def settle(ask: Ask) -> Answer:
    """A person's word on whether a post is about the school."""
    file = file_of(ask) or _own(ask, ask.path["id"])
    if file is None:
        return Missing()
    back = _back(ask.form.one("back"))
    reason = ask.form.one("reason") or _DEFAULT_REASON
    verdict = _VERDICTS.get(ask.form.one("verdict"))
    if verdict is None:
        return _again(ask, back, Problem("", "Say whether it is about the school."), status=422)
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        says = f"Say why in one line of at most {LONGEST_REASON} characters."
        return _again(ask, back, Problem("reason", says), status=422)
    word = Word(verdict, by=ask.reader.contact.id, reason=reason)
    try:
        done = ask.house.settle(file.id, word)
    except Conflict as error:
        return _again(ask, back, Problem("", str(error)), status=409)
    except NotAllowed as error:
        return _again(ask, back, Problem("", str(error)), status=403)
    if done.effect.letters:
        ask.house.deliver()
    return Went(_onward(ask, file.id, back), done=_came_of(done))


def _onward(ask: Ask, number: MentionId, back: str) -> str:
    """Back to where the form was; to the list where the post is not to be read any more."""
    if ask.house.shelf.mention(ask.reader.sight, number) is not None:
        return back
    to = back if back.partition("?")[0] == LIST else LIST
    return f"{to}{'&' if '?' in to else '?'}last={number}"


def _came_of(done: SettledMention) -> str:
    """What came of a settlement, as a key of `orm.web.done`."""
    effect = done.effect
    if done.settlement.verdict is Verdict.US:
        if effect.opened:
            return "settled-us-case"
        return "settled-us" if done.judged_again else "settled-us-wordless"
    if effect.still_open:
        return "settled-not-us-open"
    return "settled-not-us-closed" if effect.closed else "settled-not-us"


def _list(ask: Ask, query: Fields, wrong: Problem | None = None, *, status: int = 200) -> Page:
    desk = _desk(ask)
    typed = read_wish(query, ask.reader, desk.words)
    found = Mentions((), None)
    if not typed.problems:
        found = mentions(ask.house.shelf, typed.wish, desk, before=typed.before)
    problems = (*typed.problems, *((wrong,) if wrong else ()))
    view = ListView(
        found=found,
        filled=Filled(query, problems),
        options=options(ask.reader, desk.words, now=ask.now, chosen=typed),
        here=_address(typed, typed.before),
        older=_address(typed, found.before) if found.before else "",
        newest=_address(typed, None) if typed.before else "",
        table=_address(typed, None, to="/mentions.csv"),
        last=_last(ask, query.one("last")),
        narrowed=typed.narrowed,
        several=len(ask.reader.schools) > 1,
    )
    return Page("mentions.html", "Mentions", view, status=422 if typed.problems else status)


def _typed(
    ask: Ask, number: str, wrong: Problem | None = None, *, status: int = 200
) -> Page | Missing:
    return (
        one(ask, MentionId(int(number)), wrong, status=status) if is_number(number) else Missing()
    )


def one(
    ask: Ask, number: MentionId, wrong: Problem | None = None, *, status: int = 200
) -> Page | Missing:
    """The page of one post, with what is wrong with a form on it."""
    shelf, sight = ask.house.shelf, ask.reader.sight
    told, file = whole_of(ask, number), shelf.mention(sight, number)
    if told is None or file is None:
        return Missing()
    remark, contacts = shelf.remarks.of(sight, [number]).get(number, Remark()), _contacts(ask)
    view = OneView(
        whole=told,
        filled=Filled(ask.form, (wrong,) if wrong else ()),
        several=len(ask.reader.schools) > 1,
        said=SaidView(
            may=may_thank(sight),
            is_praise=is_praise(file),
            passed=passed(remark.thanks, contacts),
            is_article=is_article(file),
            check=check_told(remark.check, contacts),
        ),
    )
    return Page("mention.html", "One mention", view, status=status)


def _again(ask: Ask, back: str, wrong: Problem, *, status: int) -> Answer:
    """The page that the form was sent from, with what is wrong at its top."""
    path, _, query = back.partition("?")
    if path != LIST:
        return _typed(ask, path.rpartition("/")[2], wrong, status=status)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(query):
        values[name] = (*values.get(name, ()), value)
    typed = {name: ask.form.values[name] for name in ("reason",) if ask.form.has(name)}
    return _list(ask, Fields({**values, **typed}), wrong, status=status)


def _back(wanted: str) -> str:
    """The page of mentions that a form came from; the list where it names anything else."""
    path = wanted.partition("?")[0]
    parent, _, number = path.rpartition("/")
    return wanted if path == LIST or (parent == LIST and is_number(number)) else LIST


def _address(typed: Typed, before: MentionId | None, *, to: str = LIST) -> str:
    said = [*typed.said, *((("before", str(before)),) if before else ())]
    return f"{to}?{urlencode(said)}" if said else to


def file_of(ask: Ask) -> MentionFile | None:
    """The post of an address; None where there is none that this person may read."""
    number = ask.path["id"]
    if not is_number(number):
        return None
    return ask.house.shelf.mention(ask.reader.sight, MentionId(int(number)))


def newest_of(ask: Ask) -> MentionFile | None:
    """The same, or what it is now where the post was edited since the address was written down."""
    found = file_of(ask)
    if found is not None or not is_number(ask.path["id"]):
        return found
    before = ask.house.edges.store.mention(MentionId(int(ask.path["id"])))
    if before is None or before.latest == before.id:
        return None
    return ask.house.shelf.mention(ask.reader.sight, before.latest)


def _own(ask: Ask, number: str) -> MentionFile | None:
    """A post of which the reader said themselves that it is not about the school."""
    if not is_number(number):
        return None
    file = ask.house.edges.store.mention(MentionId(int(number)))
    if file is None or not own_word(file, ask.reader.contact, ask.reader.sight):
        return None
    return file


def _last(ask: Ask, number: str) -> MentionId | None:
    file = _own(ask, number)
    return None if file is None else file.id


def whole_of(ask: Ask, number: MentionId) -> Whole | None:
    """One post with everything that was thought of it; None as `file_of`."""
    retention = ask.house.config.retention
    return whole(ask.house.shelf, number, _desk(ask), retention=retention)


def _contacts(ask: Ask) -> Sequence[Contact]:
    return ask.house.config.contacts


def _desk(ask: Ask) -> Desk:
    return Desk(
        sight=ask.reader.sight,
        words=policy_words(ask.house.policy),
        schools={school.id: school.name for school in ask.reader.schools},
        contacts=_contacts(ask),
    )


ROUTES = (
    look(LIST, show, POST_READERS),
    look("/mentions.csv", keep_table, POST_READERS),
    look("/mentions/{id}", show_one, POST_READERS),
    look("/mentions/{id}/open", show_address, POST_READERS),
    press("/mentions/{id}/settle", settle, POST_READERS),
)
