"""Killed at random moments, the house ends up where it would have anyway."""

import os
import subprocess
import sys
from pathlib import Path

from tests.ledger import claims_left, ledger

ROOT = Path(__file__).parents[2]
KILLS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 40


def test_kills_lose_nothing_and_double_nothing(lived, tmp_path):
    command = [sys.executable, "-m", "tests.killing", str(tmp_path / "killed"), str(KILLS), "7"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own module

    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) >= KILLS * 9 // 10
    assert ledger(tmp_path / "killed") == ledger(lived.folder)
    assert claims_left(tmp_path / "killed") == 0
