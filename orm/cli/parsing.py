"""`orm parse`: what a source makes of one saved answer, offline and without a configuration."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.voice import USAGE, JsonOption, complain, plainly
from orm.clock import SystemClock
from orm.errors import ConfigError
from orm.http import headers as said
from orm.model.items import Item
from orm.model.polls import Request, Response
from orm.wiring import build_source, source_shapes

NOWHERE = "https://saved.example/"
USUAL_STATUS = 200


@plainly
def parse(
    source: Annotated[str, typer.Argument(help="The source's name, such as feed.")],
    file: Annotated[Path, typer.Argument(help="One saved answer: its body.")],
    url: Annotated[str, typer.Option("--url", help="Where it came from.")] = NOWHERE,
    status: Annotated[
        int, typer.Option("--status", min=100, max=599, help="The status that came with it.")
    ] = USUAL_STATUS,
    headers: Annotated[
        Path | None,
        typer.Option("--headers", help="A file with the headers that came with it, a line each."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read one saved answer offline: an item per line. Exit 3 and the error's name if it cannot be read."""
    shapes = source_shapes()
    if source not in shapes:
        raise ConfigError([f"no source {source!r}; there are: {', '.join(sorted(shapes))}"])
    answer = saved_answer(
        Request(source=source, key=url, url=url),
        status=status,
        body=read_saved_file(file),
        headers=saved_head(headers),
    )
    page = build_source(source, shapes[source].options()).parse(answer)
    for item in page.items:
        sys.stdout.write(_line(item, as_json=as_json) + "\n")
    for skip in page.skipped:
        complain(f"entry skipped: {skip.reason}")
    for follow in page.follow:
        complain(f"leads to: {follow.url}")


def read_saved_file(file: Path) -> bytes:
    """The bytes of a file that the command names; without them the command ends."""
    try:
        return file.read_bytes()
    except OSError as error:
        complain(f"{file} cannot be read: {error.strerror}. Give the path of a saved answer.")
        raise typer.Exit(USAGE) from error


def saved_head(file: Path | None) -> said.Headers:
    """The lines of a saved head; a status line and blank lines are passed over."""
    text = read_saved_file(file).decode("latin-1") if file else ""
    lines = (line.partition(":") for line in text.splitlines())
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in lines if colon)


def saved_answer(asked: Request, *, status: int, body: bytes, headers: said.Headers) -> Response:
    """The answer to a request as if it came now."""
    now = SystemClock().now()
    return Response(
        request=asked,
        url=asked.url,
        status=status,
        body=body,
        fetched_at=now,
        headers=headers,
        content_type=said.media_type(headers),
        charset=said.charset(headers),
        retry_at=said.retry_at(headers, now=now),
    )


def _line(item: Item, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(asdict(item), ensure_ascii=False, default=str)
    when = "no date" if item.posted_at is None else f"{item.posted_at:%Y-%m-%d %H:%M}"
    return f"{when}  {item.title or item.text[:80]}  {item.url}"
