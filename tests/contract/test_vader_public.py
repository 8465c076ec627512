"""Public texts, kept outside the repository: each is scored as vaderSentiment scores it.

`ORM_PUBLIC` names the folder.
"""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from orm.sentiment.vader import Vader

PUBLIC = Path(os.environ.get("ORM_PUBLIC") or "no-public-texts")
FILES = {"education_reviews.jsonl": 2_000, "vader_ground_truth.jsonl.gz": 20_000}
"""Each file, and how many texts it holds at the least."""

needed = pytest.mark.skipif(
    not PUBLIC.is_dir(), reason="ORM_PUBLIC names no folder of public texts"
)


def texts(file: Path) -> Iterator[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


@needed
@pytest.mark.parametrize("name", FILES)
def test_every_public_text_is_scored_as_by_the_package(name):
    vader, package = Vader.with_words({}), SentimentIntensityAnalyzer()
    found = [
        (repr(asdict(vader.scores(text))) == repr(package.polarity_scores(text)), text)
        for text in texts(PUBLIC / name)
    ]

    assert len(found) >= FILES[name]
    assert [text for same, text in found if not same] == []
