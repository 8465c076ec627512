"""`orm eval`: how well labelled posts are judged. Nothing is fetched, sent or kept."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import track

from orm.cli.voice import JsonOption, complain, err, plainly, print_json, print_rows, say
from orm.clock import SystemClock
from orm.errors import ConfigError
from orm.evaluation.page import accuracy_page
from orm.evaluation.reading import read_posts, read_texts
from orm.evaluation.report import Evaluation, evaluate
from orm.evaluation.schools import read_schools
from orm.evaluation.tables import (
    CATEGORIES,
    MEASURES,
    MISTAKES,
    as_object,
    category_rows,
    measure_rows,
    mistake_rows,
)
from orm.evaluation.texts import measure_texts
from orm.model.settings import PolicyProfile
from orm.wiring import house_scales, read_house_policy

T = TypeVar("T")

_COMMONEST = 10


@plainly
def evaluating(
    posts: Annotated[
        Path | None, typer.Argument(help="Labelled posts, one JSON object per line.")
    ] = None,
    schools: Annotated[
        Path | None, typer.Option("--schools", help="The schools that the posts name, as JSON.")
    ] = None,
    sentiment: Annotated[
        Path | None,
        typer.Option("--sentiment", help="Measure stance alone, on lines of text and sentiment."),
    ] = None,
    as_json: JsonOption = False,
    page: Annotated[
        Path | None,
        typer.Option("--page", help="Write the measures into this page in plain words."),
    ] = None,
) -> None:
    """Judge labelled posts as the pipeline does, and print how often it agrees with the labels."""
    if sentiment is not None:
        _refuse(posts=posts, schools=schools, page=page)
        _measure_stance(sentiment, as_json=as_json)
        return
    if posts is None or schools is None:
        raise ConfigError(
            ["give posts and their schools: orm eval POSTS.jsonl --schools SCHOOLS.json"]
        )
    found = _measure_posts(posts, schools)
    if page is not None:
        _write(page, accuracy_page(found, policy=read_house_policy(), posts=posts.name))
    if as_json:
        print_json(as_object(found))
        return
    _print(found)


def _refuse(**given: Path | None) -> None:
    wrong = [f"--{name}" if name != "posts" else "POSTS" for name, path in given.items() if path]
    if wrong:
        raise ConfigError([f"--sentiment measures texts alone; leave out {', '.join(wrong)}"])


def _measure_posts(posts: Path, schools: Path) -> Evaluation:
    watched = read_schools(_read(schools), name=schools.name)
    labelled = read_posts(_read(posts), watched, name=posts.name)
    return evaluate(labelled, tuple(watched.values()), clock=SystemClock(), watched=_with_progress)


def _measure_stance(path: Path, *, as_json: bool) -> None:
    texts = read_texts(_read(path), name=path.name)
    found = measure_texts(
        texts,
        scales=house_scales(read_house_policy(), PolicyProfile()),
        clock=SystemClock(),
        watched=_with_progress,
    )
    if as_json:
        print_json(asdict(found))
        return
    print_rows(MEASURES, measure_rows(asdict(found)), as_json=False)


def _print(found: Evaluation) -> None:
    overall = {**asdict(found.measures), "items_per_second": found.items_per_second}
    print_rows(MEASURES, measure_rows(overall), as_json=False)
    say("\nBy labelled category, the share that was found:\n")
    print_rows(CATEGORIES, category_rows(found), as_json=False)
    say(f"\n{len(found.mistakes)} mistakes; the commonest (--json lists each one):\n")
    print_rows(MISTAKES, mistake_rows(found, most=_COMMONEST), as_json=False)


def _with_progress(things: Sequence[T]) -> Iterable[T]:
    """A bar on a terminal; nothing in a pipe."""
    return track(
        things,
        description="judging",
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}"]) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError([f"{path} cannot be written: {error.strerror}"]) from error
    complain(f"Wrote {path}.")
