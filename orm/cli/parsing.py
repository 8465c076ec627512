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

_NOWHERE = "https://saved.example/"
_USUAL_STATUS = 200


@plainly
def parse(
    source: Annotated[str, typer.Argument(help="The source's name, such as feed.")],
    file: Annotated[Path, typer.Argument(help="One saved answer: its body.")],
    url: Annotated[str, typer.Option("--url", help="Where it came from.")] = _NOWHERE,
    status: Annotated[
        int, typer.Option("--status", min=100, max=599, help="The status that came with it.")
    ] = _USUAL_STATUS,
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
    answer = _answer(
        Request(source=source, key=url, url=url),
        status=status,
        body=_read(file),
        headers=_headers(_read(headers)) if headers else (),
    )
    page = build_source(source, shapes[source].options()).parse(answer)
    for item in page.items:
        sys.stdout.write(_line(item, as_json=as_json) + "\n")
    for skip in page.skipped:
        complain(f"entry skipped: {skip.reason}")
    for follow in page.follow:
        complain(f"leads to: {follow.url}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        complain(f"{file} cannot be read: {error.strerror}. Give the path of a saved answer.")
        raise typer.Exit(USAGE) from error


def _headers(text: bytes) -> said.Headers:
    """The lines of a saved head; a status line and blank lines are passed over."""
    lines = (line.partition(":") for line in text.decode("latin-1").splitlines())
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in lines if colon)


def _answer(asked: Request, *, status: int, body: bytes, headers: said.Headers) -> Response:
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
