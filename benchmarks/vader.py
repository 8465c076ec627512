"""`python -m benchmarks.vader`: texts per second of our VADER, of the package's, and their ratio."""

import gc
from collections.abc import Callable, Iterator, Sequence
from random import Random  # noqa: TID251 - seeded: the same texts on every machine
from time import process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from orm.sentiment.vader import Vader

SAID = (
    "so proud of the Wrenbeck choir tonight, what a lovely concert",
    "anyone else waiting since Monday for the office to ring back???",
    "The new head is not very good at answering letters, but the teachers are great",
    "ok who decided that the coach leaves at 6am, I hate mornings",
    "Sports day moved to Friday because of the rain",
    "my lad came home in tears AGAIN and nobody told us why",
    "Thank you to everyone who helped at the fair, we raised a lot!!",
    "never seen such a mess in that car park, kind of dangerous tbh",
    "hardly any homework this term lol 😂 not complaining",
    "the dinners are awful, the staff are kind and the building is old",
    "Is it true that year 9 has to wear blazers in June? 😡",
    "honestly the best decision we made was moving him to this school ❤",
    "Open evening is on Thursday at seven, park at the rugby club",
    "they didn’t even say sorry for losing her coat",
    "VERY happy with the maths department this year, least stressful exams so far",
    "without doubt the worst communication of any school I have dealt with",
)
COUNT = 4_000
WORDS = 500
POST = 2_000
"""Characters of the post that is to cost us nothing much."""

HOSTILE = {
    "emoji": "😍" * POST,
    "emoji and but": ("😍" * POST)[: POST - 4] + " but",
    "charged words and but": ("good bad great " * POST)[: POST - 4] + " but",
    "boosters and negations": ("not so very GOOD " * POST)[:POST],
    "one-letter words": ("a B " * POST)[:POST],
    "one long word": "x" * POST,
    "n'ts": ("n't GREAT! " * POST)[:POST],
    "special cases": ("yeah right the bomb " * POST)[:POST],
}


def main() -> None:
    """Measure and print."""
    print(*lines(), sep="\n")


def lines() -> Iterator[str]:
    """What is printed, one measure each. Ours is warm: it has read the vocabulary, not the texts."""
    random = Random(2014)  # noqa: S311 - texts, not secrets
    vader, package = Vader.with_words({}), SentimentIntensityAnalyzer()
    short = [tweet(random) for _ in range(COUNT)]
    long = [review(random) for _ in range(COUNT // 20)]
    for text in (*(tweet(random) for _ in range(COUNT)), *long[:1]):
        vader.scores(text)
    yield _beside("short texts", short, vader.scores, package.polarity_scores)
    yield _beside(f"texts of {WORDS} words", long, vader.scores, package.polarity_scores)
    emoji = HOSTILE["emoji"]
    yield _beside(f"{POST:,} emoji", [emoji], vader.scores, package.polarity_scores, 1)
    worst, name = max((_spent(vader.scores, [post]), name) for name, post in HOSTILE.items())
    yield f"slowest post of {POST:,} characters ({name}): {worst * 1000:.1f} ms"


def tweet(random: Random) -> str:
    """A short text that hardly comes twice: two sentences, cut anywhere, and what people add."""
    first, second = random.sample(SAID, 2)
    words = [*first.split(), *second.split()]
    start = random.randrange(len(words) - 12)
    added = random.choice(("", "", " lol", "!!", " 😂", f" @wrenbeck{random.randrange(500)}"))
    return " ".join(words[start : start + random.randrange(8, 18)]) + added


def review(random: Random) -> str:
    """Sentences up to `WORDS` words."""
    words: list[str] = []
    while len(words) < WORDS:
        words += f"{random.choice(SAID)}.".split()
    return " ".join(words[:WORDS])


def _beside(
    what: str,
    texts: Sequence[str],
    ours: Callable[[str], object],
    theirs: Callable[[str], object],
    passes: int = 3,
) -> str:
    """Each one's best pass, in turns: what else the machine does only ever slows them down."""
    spent = [(_spent(ours, texts), _spent(theirs, texts)) for _ in range(passes)]
    our, their = (len(texts) / min(each) for each in zip(*spent, strict=True))
    return (
        f"{what}: orm {our:,.0f} texts per second, vaderSentiment {their:,.1f},"
        f" ratio {our / their:,.1f}"
    )


def _spent(score: Callable[[str], object], texts: Sequence[str]) -> float:
    gc.collect()
    started = process_time()
    for text in texts:
        score(text)
    return process_time() - started


if __name__ == "__main__":
    main()
