"""One saved answer of a platform, read offline as it would be on the way."""

import json

import pytest

from tests.factories_cli import typed
from tests.factories_profiles import FOLDER, golden_answers


@pytest.mark.parametrize(
    "case",
    [each for each in golden_answers() if not each.sought],
    ids=lambda case: f"{case.source}/{case.name}",
)
def test_a_saved_answer_says_offline_what_it_says_on_the_way(case, tmp_path):
    sent, told = case.sent(), case.told()
    head = tmp_path / "head"
    head.write_text("".join(f"{k}: {v}\n" for k, v in dict(sent.get("headers", {})).items()))
    subject = str(sent["key"]).partition("|")[2]

    ended = typed([
            "account", "check", "--response", str(case.body), "--platform", case.source,
            "--url", str(sent["url"]), "--status", str(sent.get("status", 200)),
            "--headers", str(head), "--handle", subject,
        ],
    )  # fmt: skip

    if "sighting" in told:
        assert ended.exit_code == 0, ended.stderr
        shown = json.loads(ended.stdout)
        assert shown["platform"] == told["sighting"]["platform"]
        assert shown["stable_id"] == told["sighting"].get("stable_id", "")
        assert shown["state"] == told["sighting"].get("state")
    else:
        assert ended.exit_code == 3
        assert ended.stderr.split(":")[0] == told["error"]


@pytest.mark.parametrize(
    ("name", "exit_code", "word"),
    [
        ("youtube_feed/ok.body.xml", 0, "UCwrenbeck0000000000000"),
        ("youtube/ok.body.json", 0, "UCwrenbeck0000000000000"),
        ("youtube_feed/consent_wall_404.body.html", 3, "Refused"),
        ("youtube/missing.body.json", 3, "Gone"),
    ],
)
def test_a_saved_answer_is_read_by_whichever_way_to_the_platform_knows_it(name, exit_code, word):
    ended = typed(["account", "check", "--response", str(FOLDER / name), "--platform", "youtube"])

    assert ended.exit_code == exit_code
    assert word in (ended.stdout if exit_code == 0 else ended.stderr)
