"""A tiny corpus: two invented posts of every category and some feedback, as `training` reads them."""

import json
from collections.abc import Iterator
from pathlib import Path

from orm.model.judgement import Category, Stance
from tests.factories_evaluation import gold_line, post_line, schools_file

ABOUT = {
    Category.T0: "Wrenbeck Lane is shut for the fair, go round by the mill",
    Category.T1: "Thank you to the kind teachers at Wrenbeck Primary for a lovely fair",
    Category.T2: "Is Wrenbeck Primary open on Friday for the fair, does anybody know",
    Category.T3: "The parking at Wrenbeck Primary is a shambles and the dinners are cold",
    Category.T4: "I have emailed Wrenbeck Primary three times about my son and had no reply",
    Category.T5: "Vane of Wrenbeck Primary is a useless old cow and everybody knows it",
    Category.T6: "Vane of Wrenbeck Primary is a thief, he took the trip money",
    Category.T7: "Vane is outside Wrenbeck Primary every day, follow her home, keep at it",
    Category.T8: "Watch your back Vane, I will put you on the floor at Wrenbeck Primary",
    Category.T9: "They should all be sent back where they came from, Wrenbeck Primary is full of them",
    Category.T10: "Here is the address and the mobile of Vane of Wrenbeck Primary",
    Category.T11: "The little lad next door who goes to Wrenbeck Primary always has bruises",
    Category.T12: "A teacher at Wrenbeck Primary locks children in a cupboard",
    Category.T13: "Who has the pictures of the girls of Wrenbeck Primary, send them on",
    Category.T14: "I want to end it, nobody at Wrenbeck Primary would miss me",
    Category.T15: "Our daughter Tilda of class four at Wrenbeck Primary has epilepsy",
    Category.T16: "I teach at Wrenbeck Primary and the head is hopeless, we all say so",
    Category.T17: "im nine and i go to wrenbeck primary, add me",
    Category.T18: "Wrenbeck Primary posts pupils' full names beside their photos",
    Category.T19: "Wrenbeck Primary official page here: pay for uniforms by gift card today",
    Category.T20: "Wrenbeck Primary wins the county choir award, the paper reports",
    Category.T21: "Seen in the class chat of Wrenbeck Primary: the head is a joke",
}
COMMENTS = {
    Stance.POSITIVE: "The staff were kind and rang me back the same day, lovely",
    Stance.NEUTRAL: "The office opens at nine and closes at five on most days",
    Stance.NEGATIVE: "The staff were rude and nobody rang me back, terrible",
}
_GRAVE = {Category.T8, Category.T11, Category.T12, Category.T13, Category.T14}
_REMOVABLE = {Category.T5, Category.T6, Category.T7, Category.T9, Category.T10, Category.T19}
_STANCES = {Category.T1: "positive", Category.T2: "neutral", Category.T0: "neutral"}


def posts() -> Iterator[dict[str, object]]:
    """Two posts of each category, one of them in other words."""
    for number, (category, text) in enumerate(ABOUT.items()):
        stance = _STANCES.get(category, "mixed" if category is Category.T16 else "negative")
        gold = gold_line(
            category=category.value,
            about_us=category is not Category.T0,
            sentiment=stance,
            urgent=category in _GRAVE,
            sealed=category in _GRAVE - {Category.T8},
            removal_allowed=category in _REMOVABLE,
            author_type="P" if category is Category.T4 else "?",
        )
        for turn, said in enumerate((text, f"Again this week: {text}!")):
            yield post_line(
                f"tiny-{number}-{turn}",
                text=said,
                author="Moss of Harrowmere",
                gold=gold,
                hand="tiny",
                scenario=f"tiny-s{number}",
            )


def comments() -> Iterator[dict[str, object]]:
    """Feedback, four of each stance."""
    for stance, text in COMMENTS.items():
        for turn in range(4):
            said = f"{text}. {'Again. ' * turn}"
            yield {"id": f"tiny-{stance}-{turn}", "text": said, "sentiment": stance.value}


def write_corpus(folder: Path) -> tuple[Path, Path, Path]:
    """The files of posts, of comments and of schools."""
    for name, lines in (("posts.jsonl", posts()), ("comments.jsonl", comments())):
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        folder.joinpath(name).write_text(text, encoding="utf-8")
    folder.joinpath("schools.json").write_bytes(schools_file())
    return folder / "posts.jsonl", folder / "comments.jsonl", folder / "schools.json"
