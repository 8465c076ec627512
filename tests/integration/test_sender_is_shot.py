"""A mail server in every bad mood, a sender shot at random moments: the week arrives exactly once,
but for letters whose outcome SMTP left unknown, and each of those is named.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from orm.model.letters import MailState
from orm.model.weeks import Week
from orm.store.migrating import upgrade
from tests.factories_mail import server_context
from tests.factories_store import NOW, WRENBECK, prepared, store_at
from tests.hostile_mail import HostileServer, addresses, moods_at_random, serving
from tests.killing_the_sender import digest_to

ROOT = Path(__file__).parents[2]
KILLS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 20
LETTERS_PER_KILL = 4
NOBODY = frozenset({"reader-7@wrenbeck.example", "reader-77@wrenbeck.example"})


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def outbox(tmp_path):
    """The url of a database in which a week's digests wait."""
    url = f"sqlite:///{tmp_path / 'orm.db'}"
    upgrade(url)
    readers = addresses(KILLS * LETTERS_PER_KILL)
    with closing(prepared(store_at(url))) as store:
        letters = [digest_to(reader) for reader in readers]
        assert store.queue_week(WRENBECK, Week(2026, 46), letters, now=NOW)
    return url


@pytest.fixture
def shot(outbox, authority, tmp_path):
    """What the server took, and the letters as they stand afterwards."""
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    server = HostileServer(mood=moods_at_random(11, well=0.75), refused=NOBODY)
    with serving(server, server_context(authority)) as port:
        command = [outbox, str(port), str(ca_file), str(KILLS), "7"]
        ended = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.killing_the_sender", *command],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) >= KILLS * 9 // 10
    with closing(store_at(outbox)) as store:
        return server, store.outbox()


def test_every_reader_gets_the_week_exactly_once_or_is_named(shot):
    server, letters = shot
    arrived = Counter(server.recipients)

    for mail in letters:
        recipient = mail.letter.recipient
        if recipient in NOBODY:
            assert (mail.state, arrived[recipient]) == (MailState.FAILED, 0)
        else:
            assert mail.state is MailState.SENT
            assert 1 <= arrived[recipient] <= 1 + mail.unanswered
    assert server.versions() == len(arrived) == len(server.copies())
    assert 0 < sum(mail.unanswered > 0 for mail in letters) < len(letters) // 2
