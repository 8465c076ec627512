"""`python -m benchmarks.judgement`: what judging costs, by the number of names and per post."""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from random import Random  # noqa: TID251 - seeded: the same schools and posts on every machine
from time import process_time

from benchmarks.vader import SAID
from orm.evaluation.house import trial_house
from orm.match import Matcher
from orm.match.aliases import aliases
from orm.match.automaton import Automaton
from orm.match.namesakes import namesake_names
from orm.match.text import fold
from orm.model.items import Identity, Item, Kind
from orm.model.schools import Namesake, OfficialAccount, School, SchoolId
from orm.pipeline.judging import judge

NAMES = (300, 30_000)
POSTS = 2_000
WORDS = 40
TRIED = 4
"""Posts that a compiled regex of every name is tried on: it is that slow."""

PASSES = 3
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)

_STEMS = [
    "wren",
    "oller",
    "tarn",
    "oak",
    "hallow",
    "thale",
    "carrow",
    "fen",
    "brace",
    "mere",
    "marsh",
    "dun",
    "pen",
    "ness",
    "stoke",
]
_ENDS = ["beck", "by", "wick", "ford", "ley", "holt", "combe", "stead", "worth", "ham", "den"]
_KINDS = (
    "Primary School",
    "Church of England Primary School",
    "Catholic Primary School",
    "Infant School",
    "Junior School",
    "Academy",
    "Community Primary School",
)


def main() -> None:
    """Measure and print."""
    print(*lines(), sep="\n")


def lines() -> Iterator[str]:
    """What is printed, one measure each. Times are of one core; the best of `PASSES`."""
    few, many = (schools(Random(1901), count) for count in NAMES)  # noqa: S311 - not secrets
    cost: dict[int, float] = {}
    for count, watched in zip(NAMES, (few, many), strict=True):
        built, matcher = _built(watched)
        posts = _posts(few)
        cost[count] = _best(partial(matcher.mentions, wanted={}), posts)
        yield (
            f"matching {_names(watched):,} names of {len(watched):,} schools: ready in"
            f" {built:.2f} s, {cost[count] * 1e6:,.0f} µs per post of {WORDS} words"
        )
    yield f"a post's cost, {NAMES[1]:,} names to {NAMES[0]:,}: ratio {cost[NAMES[1]] / cost[NAMES[0]]:.2f}"
    yield _beside_a_regex(many, _posts(few))
    yield _judging(few)


def schools(random: Random, names: int) -> tuple[School, ...]:
    """Invented schools with at least so many names, nicknames and namesakes together."""
    found: list[School] = []
    count = 0
    for school in _schools(random):
        found.append(school)
        count += _names([school])
        if count >= names:
            break
    return tuple(found)


def post(random: Random, school: School, number: int) -> Item:
    """Forty words about a school: what people say, with its name or its short one somewhere."""
    words = [word for said in random.sample(SAID, 6) for word in said.split()][:WORDS]
    name = random.choice((school.name, school.short_names[0])).split()
    place = random.randrange(WORDS - len(name))
    words[place : place + len(name)] = name
    return Item(
        identity=Identity("posts", str(number)),
        kind=Kind.POST,
        platform="forum",
        url=f"https://chat.example/{number}",
        text=" ".join(words),
        author=f"{random.choice(_STEMS)}{number % 97}",
    )


def _schools(random: Random) -> Iterator[School]:
    number = 0
    while True:
        number += 1
        place, town, county = (_place(random) for _ in range(3))
        name = random.choice((place, f"{place} {_place(random)}", f"St {place}'s"))
        yield School(
            id=SchoolId(f"school-{number}"),
            name=f"{name} {random.choice(_KINDS)}",
            town=town,
            short_names=(name,),
            county=county,
            postcode=f"QX{number % 90} 1AB",
            local_authority=f"{county} Council",
            website=f"https://school-{number}.example/",
            namesakes=(Namesake(f"{place} Lane"), Namesake(f"{place} School, {_place(random)}")),
            accounts=(OfficialAccount("x", f"@school_{number}"),),
        )


def _place(random: Random) -> str:
    parts = (random.choice(_STEMS), random.choice(_STEMS), random.choice(_ENDS))
    return "".join(parts).capitalize()


def _posts(watched: Sequence[School]) -> list[Item]:
    random = Random(1944)  # noqa: S311 - posts, not secrets
    return [post(random, random.choice(watched), number) for number in range(POSTS)]


def _names(watched: Sequence[School]) -> int:
    return sum(len(_texts(school)) for school in watched)


def _texts(school: School) -> set[str]:
    others = namesake_names(school)
    return {alias.text for alias in aliases(school, others)} | others


def _built(watched: Sequence[School]) -> tuple[float, Matcher]:
    gc.collect()
    started = process_time()
    matcher = Matcher.build(watched)
    return process_time() - started, matcher


def _beside_a_regex(watched: Sequence[School], posts: Sequence[Item]) -> str:
    """Finding the names alone, without what speaks for and against them, both ways."""
    others = [namesake_names(school) for school in watched]
    own = [aliases(school, theirs) for school, theirs in zip(watched, others, strict=True)]
    automaton = Automaton(own, others)
    names = sorted({text for school in watched for text in _texts(school)}, key=len, reverse=True)
    regex = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    ours = _best(lambda item: automaton.hits("text", fold(item.text)), posts)
    theirs = _best(lambda item: regex.findall(item.text), posts[:TRIED], 1)
    return (
        f"finding {len(names):,} names in a post: automaton {ours * 1e6:,.0f} µs,"
        f" one compiled regex {theirs * 1e3:,.1f} ms, ratio {theirs / ours:,.0f}"
    )


def _judging(watched: Sequence[School]) -> str:
    """Match, tone, category, case and alerts; no web and no database."""
    with trial_house(watched, now=NOW) as house:
        bench = house.round.bench
        spent = _best(lambda item: judge(item, wanted={}, bench=bench, now=NOW), _posts(watched))
    return f"the whole judgement: {1 / spent:,.0f} posts of {WORDS} words per second on one core"


def _best(work: Callable[[Item], object], items: Sequence[Item], passes: int = PASSES) -> float:
    """Seconds per item in the best pass: what else the machine does only ever slows it down."""
    work(items[0])
    spent: list[float] = []
    for _ in range(passes):
        gc.collect()
        started = process_time()
        for item in items:
            work(item)
        spent.append((process_time() - started) / len(items))
    return min(spent)


if __name__ == "__main__":
    main()
