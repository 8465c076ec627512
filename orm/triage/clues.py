"""What a text must hold for a regular expression to be found in it.

Looking for a few letters costs a fiftieth of running the expression, and most posts hold no
telephone number. Whatever is not plain in the expression gives no clue; without any it is run.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Clue = frozenset[str]
"""At least one of these strings is in the text."""

DIGIT = r"\d"
"""Stands for any digit, in a clue of its own."""

_TOKEN = re.compile(
    r"(?P<open>\(\?<?[=!]|\(\?:|\(\??)|(?P<bar>\|)"
    r"|(?P<atom>\)|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|[^()|\\\[])"
    r"(?P<times>[*+?][?+]?|\{\d*,?\d*\}[?+]?)?",
    re.DOTALL,
)
_UNREAD = frozenset("xuUN0123456789")  # escapes that stand for more characters than the next
_WEIGHT_OF_DIGIT = 6
_WEIGHT_OF_SIGN = 3
_LEAST_WEIGHT = 2  # one letter or a space is in every text


@dataclass(slots=True)
class _Group:
    """What is known of a group while it is read: the clues of each branch, and letters in a row."""

    look: bool = False
    run: str = ""
    branches: list[list[Clue]] = field(default_factory=lambda: [[]])

    def add(self, clue: Clue = frozenset()) -> None:
        """What comes next gives this clue, and letters before it do not go on."""
        self.branches[-1] += [
            one for one in (frozenset({self.run} - {""}), clue) if _weight(one) >= _LEAST_WEIGHT
        ]
        self.run = ""

    def end_branch(self) -> None:
        """The other side of a bar begins."""
        self.add()
        self.branches.append([])

    def best(self) -> Clue:
        """The rarest clue of every branch in one, or none where a branch has none."""
        self.add()
        if self.look or not all(self.branches):
            return frozenset()
        every = frozenset().union(*(max(branch, key=_weight) for branch in self.branches))
        return frozenset(one for one in every if not any(two in one for two in every - {one}))


def clues(pattern: re.Pattern[str]) -> Sequence[Sequence[Clue]]:
    """Where `pattern` is found, all clues of at least one branch hold. None when unsure."""
    if pattern.flags != re.UNICODE:
        return ()
    stack = [_Group()]
    for token in _TOKEN.finditer(pattern.pattern):
        opened, atom, times = token["open"], token["atom"] or "", token["times"] or ""
        if opened == "(?" or (atom[:1] == "\\" and atom[1] in _UNREAD):
            return ()
        if opened:
            stack.append(_Group(look=opened not in {"(", "(?:"}))
        elif token["bar"]:
            stack[-1].end_branch()
        elif atom == ")":
            inner = stack.pop().best()
            stack[-1].add(frozenset() if _may_be_left_out(times) else inner)
        else:
            _read(atom, times, stack[-1])
    stack[0].add()
    branches = stack[0].branches
    return tuple(tuple(branch) for branch in branches) if all(branches) else ()


def _read(atom: str, times: str, group: _Group) -> None:
    """One character of the expression, with how often it comes."""
    letter = atom[-1]
    if _may_be_left_out(times) or atom in {".", "^", "$"} or atom.startswith("["):
        group.add()
    elif atom.startswith("\\") and letter.isalnum():
        group.add(frozenset({DIGIT}) if atom == DIGIT else frozenset())
    else:
        group.run += letter
        if times:
            group.add()


def _may_be_left_out(times: str) -> bool:
    return bool(times) and not re.match(r"\+|\{0*[1-9]", times)


def _weight(clue: Clue) -> int:
    """How seldom a text holds it, roughly."""
    return min((_weight_of(one) for one in clue), default=0)


def _weight_of(text: str) -> int:
    if text == DIGIT:
        return _WEIGHT_OF_DIGIT
    plain = text.replace(" ", "a").isalnum()
    return len(text) + (0 if plain else _WEIGHT_OF_SIGN)
