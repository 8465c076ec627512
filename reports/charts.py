"""The only importer of matplotlib and Pillow: figures become a small PNG, the same figures the same bytes.

A chart holds numbers, dates and words that the sentence bank has made. It is drawn at twice the size
it is shown at, on its own white ground, so that it reads the same in a dark letter. Marks have a
contrast of at least 3 to 1, text of 4.5 to 1, and what a colour says a pattern or a word says too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from PIL import Image

from reports import bank

WIDTH = 564
"""CSS pixels; a picture has two for each."""

_SCALE = 2
_DPI = 72  # a point is a pixel
_FULL = WIDTH * _SCALE
_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
_PLAIN, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_LEFT, _MIDDLE, _RIGHT = 0.0, 0.5, 1.0
_INK, _QUIET, _GROUND = "#1d2733", "#4a5866", "#ffffff"
_STEPS = 6
_KEPT = 16  # drawn once for all readers of a school's week, several schools at a time

_EDGE = 12
_TALL = 320
_FLOOR, _CEILING, _DATES_AT = 48, 226, 14
_FEWEST_SLOTS = 6
_DATED = 2  # every second week, this one among them: on a phone a small date is no date
_BAR = 0.62

_ROW, _HEAD, _THICK = 52, 60, 28
_LABEL_END, _BARS_FROM, _BARS_TO, _FIGURES_FROM = 456, 468, 838, 858


@dataclass(frozen=True, slots=True)
class Chart:
    """A PNG, and the CSS pixels that it is shown at."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tones:
    """One week's mentions by what they are; `day` stands under its bar."""

    day: bank.Said
    praise: int
    other: int
    critical: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.praise + self.other + self.critical


@dataclass(frozen=True, slots=True)
class Gap:
    """A week that was not measured, which is not a week without mentions."""

    day: bank.Said
    words: bank.Said


@dataclass(frozen=True, slots=True)
class Beside:
    """A subject's number, and what is usual; `figures` says both."""

    label: bank.Said
    number: int
    usual: float
    figures: bank.Said


@dataclass(frozen=True, slots=True)
class _Look:
    """How a mark is told from its neighbours: by filling, pattern and edge."""

    fill: str
    edge: str
    pattern: str = ""


_PRAISE = _Look("#d6ebe0", "#1b6b4a", "///")
_OTHER = _Look("#f0f2f4", "#5b6875")
_CRITICAL = _Look("#8c3a0b", "#8c3a0b")
_SUBJECT = _Look("#1f4e8c", "#1f4e8c")
_USUAL = _Look(_INK, _INK)


@dataclass(frozen=True, slots=True)
class _Box:
    """Pixels from the left and from below."""

    x: float
    y: float
    width: float
    height: float
    look: _Look


@dataclass(frozen=True, slots=True)
class _Text:
    """Pixels from the left and from below, to the base line; `align` is how much stands before x."""

    x: float
    y: float
    words: bank.Said
    size: int
    bold: bool = False
    colour: str = _INK
    align: float = _LEFT
    upright: bool = False


_Mark = _Box | _Text


@lru_cache(maxsize=_KEPT)
def weeks_chart(
    weeks: tuple[Tones | Gap, ...],
    *,
    title: bank.Said,
    legend: tuple[bank.Said, bank.Said, bank.Said],
) -> Chart:
    """Mentions week by week, oldest first; `legend` names praise, other and critical ones.

    Raises:
        TypeError: a word that the bank has not made.
    """
    gaps = [week.words for week in weeks if isinstance(week, Gap)]
    _require_made([title, *legend, *gaps, *(week.day for week in weeks)])
    most = max((week.total for week in weeks if isinstance(week, Tones)), default=0)
    unit = (_CEILING - _FLOOR) / max(most, 1)
    slot = (_FULL - 2 * _EDGE) / max(len(weeks), _FEWEST_SLOTS)
    looks = zip(legend, (_PRAISE, _OTHER, _CRITICAL), strict=True)
    marks = list(_heading(title, looks, top=_TALL))
    for place, week in enumerate(weeks):
        middle = _EDGE + (place + 0.5) * slot
        marks += _week(week, middle, width=slot * _BAR, unit=unit)
        if (len(weeks) - place) % _DATED:
            marks.append(_Text(middle, _DATES_AT, week.day, 27, colour=_QUIET, align=_MIDDLE))
    marks.append(_Box(_EDGE, _FLOOR - 2, _FULL - 2 * _EDGE, 2, _Look(_QUIET, _QUIET)))
    return _drawn(marks, height=_TALL)


@lru_cache(maxsize=_KEPT)
def subjects_chart(
    subjects: tuple[Beside, ...], *, title: bank.Said, legend: tuple[bank.Said, bank.Said]
) -> Chart:
    """Subjects beside what is usual, in this order; `legend` names the bar and the line.

    Raises:
        TypeError: a word that the bank has not made.
    """
    _require_made(
        [title, *legend, *(each.label for each in subjects), *(each.figures for each in subjects)]
    )
    tall = _HEAD + _ROW * len(subjects) + _EDGE
    most = max((max(each.number, each.usual) for each in subjects), default=0)
    unit = (_BARS_TO - _BARS_FROM) / max(most, 1)
    marks = list(_heading(title, zip(legend, (_SUBJECT, _USUAL), strict=True), top=tall))
    for place, each in enumerate(subjects):
        marks += _subject(each, tall - _HEAD - (place + 0.5) * _ROW, unit=unit)
    return _drawn(marks, height=tall)


def _require_made(texts: Iterable[object]) -> None:
    """What is drawn is read by no check afterwards, so it is made of the bank's words alone."""
    if not all(isinstance(each, bank.Said) for each in texts):
        raise TypeError("only what the bank has made may be drawn")


def _week(week: Tones | Gap, middle: float, *, width: float, unit: float) -> Iterable[_Mark]:
    """The bar of a week with its number above; a gap says in words that it is one."""
    if isinstance(week, Gap):
        yield _Text(middle - 15, _FLOOR + 10, week.words, 25, colour=_QUIET, upright=True)
        return
    at = float(_FLOOR)
    for number, look in ((week.praise, _PRAISE), (week.other, _OTHER), (week.critical, _CRITICAL)):
        if number:
            yield _Box(middle - width / 2, at, width, number * unit, look)
            at += number * unit
    yield _Text(middle, at + 9, bank.number(week.total), 29, bold=True, align=_MIDDLE)


def _subject(subject: Beside, middle: float, *, unit: float) -> Iterable[_Mark]:
    base, bottom = middle - 9, middle - _THICK / 2
    usual = _BARS_FROM + subject.usual * unit
    yield _Text(_LABEL_END, base, subject.label, 26, align=_RIGHT)
    yield _Box(_BARS_FROM, bottom, subject.number * unit, _THICK, _SUBJECT)
    yield _Box(usual - 5, bottom - 8, 10, _THICK + 16, _Look(_GROUND, _GROUND))
    yield _Box(usual - 2, bottom - 8, 4, _THICK + 16, _USUAL)
    yield _Text(_FIGURES_FROM, base, subject.figures, 25)


def _heading(
    title: bank.Said, legend: Iterable[tuple[bank.Said, _Look]], *, top: int
) -> Iterable[_Mark]:
    """The title at the left, and what each mark means after it."""
    base = top - 38
    yield _Text(_EDGE, base, title, 28, bold=True)
    at = _FULL * 0.42
    for words, look in legend:
        yield _Box(at, base - 2, 22, 22, look)
        yield _Text(at + 32, base, words, 26)
        at += 72 + _written(words, 26, bold=False).ink.width


def _drawn(marks: Iterable[_Mark], *, height: int) -> Chart:
    kept = list(marks)
    paper = RendererAgg(_FULL, height, _DPI)
    ground = _Box(0, 0, _FULL, height, _Look(_GROUND, _GROUND))
    for box in (ground, *(mark for mark in kept if isinstance(mark, _Box))):
        _paint(paper, box)
    painted = _image(paper, _FULL, height).convert("RGB")
    for text in (mark for mark in kept if isinstance(mark, _Text)):
        word = _written(text.words, text.size, bold=text.bold, upright=text.upright)
        left = round(text.x - text.align * word.ink.width)
        corner = (left, round(height - text.y) - word.above)
        painted.paste(text.colour, corner, word.ink)
    file = BytesIO()
    painted.quantize(palette=_PALETTE, dither=Image.Dither.NONE).save(file, "PNG")
    return Chart(file.getvalue(), WIDTH, height // _SCALE)


def _paint(paper: RendererAgg, box: _Box) -> None:
    look = box.look
    Rectangle(
        (box.x, box.y),
        box.width,
        box.height,
        facecolor=look.fill,
        edgecolor=look.edge,
        hatch=look.pattern,
        linewidth=2,
    ).draw(paper)


@dataclass(frozen=True, slots=True)
class _Written:
    """A word's ink, and how many pixels of it stand above where the word begins."""

    ink: Image.Image
    above: int


@lru_cache(maxsize=1024)
def _written(words: str, size: int, *, bold: bool, upright: bool = False) -> _Written:
    """Words, dates and numbers come back in every chart, and to write them is most of the work. The
    font comes with matplotlib, so that a chart is the same on every machine.
    """
    font = FontProperties(fname=str(_BOLD if bold else _PLAIN), size=size)
    length, tall, below = RendererAgg(1, 1, _DPI).get_text_width_height_descent(
        words, font, ismath=False
    )
    width, height, base = ceil(length) + 2, ceil(tall) + 2, ceil(tall - below) + 1
    paper = RendererAgg(width, height, _DPI)
    paper.draw_text(paper.new_gc(), 0, base, words, font, 0)
    ink = _image(paper, width, height).getchannel("A")
    if upright:
        return _Written(ink.transpose(Image.Transpose.ROTATE_90), width)
    return _Written(ink, base)


def _image(paper: RendererAgg, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGBA", (width, height), bytes(paper.buffer_rgba()))


def _palette() -> Image.Image:
    """Each colour of a chart, and its steps to the white ground: a third of the bytes of all colours,
    the ground stays white, and the same chart always gets the same ones.
    """
    looks = (_PRAISE, _OTHER, _CRITICAL, _SUBJECT)
    dark = dict.fromkeys([_INK, _QUIET, *(look.edge for look in looks)])
    pale = [look.fill for look in looks if look.fill not in dark]
    steps = [_step(colour, of) for colour in dark for of in range(1, _STEPS + 1)]
    colours = [_step(_GROUND, _STEPS), *steps, *(_step(colour, _STEPS) for colour in pale)]
    found = Image.new("P", (1, 1))
    found.putpalette([value for colour in colours for value in colour])
    return found


def _step(colour: str, of: int) -> tuple[int, ...]:
    """So many steps of all from white to the colour."""
    values = bytes.fromhex(colour.removeprefix("#"))
    return tuple(round(255 + (value - 255) * of / _STEPS) for value in values)


_PALETTE = _palette()
