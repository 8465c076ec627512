"""The desk's key: made once, kept whole, for its owner only."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from orm.errors import ConfigError
from orm.store.desk_key import SIZE, desk_key


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "desk.key"


def test_the_key_is_made_once_and_stays(path):
    key = desk_key(path)

    assert len(key) == SIZE
    assert desk_key(path) == key
    assert [each.name for each in path.parent.iterdir()] == ["desk.key"]


def test_no_installation_has_the_key_of_another(tmp_path):
    assert desk_key(tmp_path / "a") != desk_key(tmp_path / "b")


@pytest.mark.skipif(os.name != "posix", reason="no permission bits here")
def test_the_key_is_its_owners_only(path):
    desk_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_those_who_make_it_at_once_get_the_same(path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(desk_key, [path] * 16))) == 1


@pytest.mark.skipif(os.name != "posix", reason="no permission bits here")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(path, mode):
    desk_key(path)
    path.chmod(mode)

    with pytest.raises(ConfigError, match="others can read it; run: chmod 600"):
        desk_key(path)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * (SIZE - 1), b"x" * (SIZE + 1)])
def test_what_is_no_key_is_refused_and_left_alone(path, content):
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_bytes(content)

    with pytest.raises(ConfigError, match="is not the desk's key: put it back from the backup"):
        desk_key(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_hold_it_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ConfigError, match=r"desk.key cannot be used"):
        desk_key(tmp_path / "file" / "desk.key")
