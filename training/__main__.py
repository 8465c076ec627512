"""`python -m training` makes the learned judge's file; `--held-back` says how it does on new hands."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from sklearn.metrics import average_precision_score, f1_score

from orm.evaluation.labels import Gold
from orm.learned.judge import YES, opinion_of
from orm.learned.model import Model
from orm.model.opinions import Opinion
from training.examples import HERE, Example, Reader
from training.fitting import TABLES, Array, fit, yes_of
from training.vectors import word_vectors
from training.writing import packed

_FOLDS = 4
_HELD_BACK = "--held-back"


def main(arguments: Sequence[str]) -> int:
    """Fit and write, or measure on hands that were not learned from."""
    reader = Reader()
    posts = [
        example
        for path in sorted((HERE / "corpus").glob("*.jsonl"))
        for example in reader.posts(path, HERE / "schools.json")
    ]
    comments = [
        example
        for path in sorted((HERE / "comments").glob("*.jsonl"))
        for example in reader.comments(path)
    ]
    print(f"{len(posts):,} posts and {len(comments):,} comments read")
    vectors = word_vectors()
    if list(arguments) == [_HELD_BACK]:
        _held_back(posts, comments, vectors)
        return 0
    raw = packed(fit([*posts, *comments], vectors))
    target = Path(str(files("orm.learned") / "weights.npz"))
    target.write_bytes(raw)
    print(f"written: {len(raw):,} bytes, version {Model(raw).version}")
    return 0


def _held_back(
    posts: Sequence[Example], comments: Sequence[Example], vectors: Mapping[str, Array]
) -> None:
    """Each hand judged by a model that never saw it, with every part and without each kind of part."""
    for left_out in ("", *TABLES, "vectors"):
        said: list[tuple[Example, Opinion]] = []
        for hands in _folds(posts):
            known = [example for example in posts if example.hand not in hands]
            without = {} if left_out == "vectors" else vectors
            model = Model(packed(fit([*known, *comments], without, left_out=left_out)))
            said += [
                (each, opinion_of(model.answers(each.said, each.author, each.facts)))
                for each in posts
                if each.hand in hands
            ]
        print(f"without {left_out}:" if left_out else "with everything:", _measures(said))


def _folds(posts: Iterable[Example]) -> Sequence[frozenset[str]]:
    hands = sorted({example.hand for example in posts})
    return [frozenset(hands[start::_FOLDS]) for start in range(_FOLDS)]


def _measures(said: Sequence[tuple[Example, Opinion]]) -> str:
    judged = [(gold, each, opinion) for each, opinion in said if (gold := each.gold) is not None]
    right = [_accepted(gold, opinion) for gold, _, opinion in judged]
    given = [opinion.likeliest for _, _, opinion in judged]
    toned = [
        (each.stance, max(opinion.feedback, key=lambda stance: opinion.stance[stance]))
        for _, each, opinion in judged
        if each.stance in opinion.feedback
    ]
    found = {
        "category macro-F1": f1_score(right, given, average="macro"),
        "stance macro-F1": f1_score(*zip(*toned, strict=True), average="macro"),
    }
    for name in YES:
        truth = [yes_of(name, gold) for gold, _, _ in judged]
        found[name] = average_precision_score(truth, [getattr(o, name) for _, _, o in judged])
    return ", ".join(f"{name} {value:.3f}" for name, value in found.items())


def _accepted(gold: Gold, opinion: Opinion) -> str:
    return opinion.likeliest if opinion.likeliest in gold.also else gold.category


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
