"""An item as the matcher reads it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from orm.match.automaton import Hit
from orm.match.talk import Said, Side, talk
from orm.match.text import fold
from orm.model.items import Item

FIELDS = ("text", "title", "author")


class Inside:
    """Whether a range lies in one of the hits. Hits of one field do not overlap."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for hit in sorted(hits, key=lambda hit: hit.start):
            self._starts.setdefault(hit.field, []).append(hit.start)
            self._ends.setdefault(hit.field, []).append(hit.end)

    def covers(self, field: str, start: int, end: int) -> bool:
        """The range lies within one hit."""
        place = bisect_right(self._starts.get(field, ()), start) - 1
        return place >= 0 and end <= self._ends[field][place]


class Reading:
    """Folded fields, the known words in them, and the names that those words must not lie in.

    Immutable. The known words are looked for when first asked for: most items name no school.
    """

    __slots__ = ("_names", "_talk", "_whole", "fields", "item", "outlet")

    def __init__(self, item: Item, talk: "_Talk", names: Inside) -> None:
        self.item = item
        self.fields = talk.fields
        self.outlet = talk.outlet
        self._whole = talk.whole
        self._talk = talk
        self._names = names

    def around(self, hits: Iterable[Hit]) -> "Reading":
        """The same item read outside of these hits."""
        return Reading(self.item, self._talk, Inside(hits))

    def find(self, words: str, fields: Sequence[str] = FIELDS) -> str:
        """The first place where folded `words` stand whole and outside any name, quoted; or ""."""
        if words not in self._whole:
            return ""
        for field in fields:
            folded = self.fields[field]
            start = folded.text.find(words)
            while start >= 0:
                end = start + len(words)
                if folded.whole(start, end) and not self._names.covers(field, start, end):
                    return folded.quote(start, end)
                start = folded.text.find(words, end)
        return ""

    def kinds(self, side: Side) -> dict[str, list[Said]]:
        """What is said outside names, by kind, in order of first appearance."""
        kinds: dict[str, list[Said]] = {}
        for said in self._talk.said():
            if said.side is side and not self._names.covers(said.field, said.start, said.end):
                kinds.setdefault(said.kind, []).append(said)
        return kinds

    def quote(self, said: Said) -> str:
        """The original words."""
        return self.fields[said.field].quote(said.start, said.end)

    def words(self, said: Said) -> str:
        """The folded words."""
        return self.fields[said.field].text[said.start : said.end]


class _Talk:
    """One item's folded fields and what is said in its title and text, the same for every school."""

    def __init__(self, item: Item) -> None:
        self.fields = {
            "title": fold(item.title),
            "text": fold(item.text),
            "author": fold(item.author),
        }
        self.outlet = fold(item.outlet).text
        # No folded words hold a line break, so none is found across two fields.
        self.whole = "\n".join([folded.text for folded in self.fields.values()])
        self._said: tuple[Said, ...] | None = None

    def said(self) -> tuple[Said, ...]:
        if self._said is None:
            self._said = tuple(
                said for field in ("title", "text") for said in talk(field, self.fields[field])
            )
        return self._said


def read(item: Item) -> Reading:
    """Title, text and author. The author's line is read for names and never for talk."""
    return Reading(item, _Talk(item), Inside(()))
