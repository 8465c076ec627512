"""The package that is handed over can be checked by anybody, with the commands that it names itself."""

import re
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest

from orm.archive.folder import EvidenceFolder
from orm.errors import NotAllowed, StoreError
from orm.model.evidence import Handling
from tests.factories_evidence import REF, files_of, kept_case, minutes, paper, record
from tests.factories_store import NOW

HOSTILE = '<script>alert(1)</script><img src=x onerror=1>" onload="x'
TOOLS = ("sha256sum", "openssl")


@pytest.fixture
def archive(tmp_path):
    return kept_case(tmp_path / "evidence")


@pytest.fixture
def unpacked(archive, tmp_path):
    target = tmp_path / "unpacked"
    with ZipFile(BytesIO(archive.package(REF))) as package:
        package.extractall(target)
    return target


def commands(folder):
    """Every command of the index page, as a reader would copy it."""
    page = (folder / "index.html").read_text("utf-8")
    table = page[page.index("How to check it") :]
    return [unescape(found) for found in re.findall(r"<td><code>(.*?)</code></td>", table)]


def run(command, folder):
    words = command.split()
    if words[0] == "warcio":
        words = [sys.executable, "-c", "from warcio.cli import main; main()", *words[1:]]
    elif shutil.which(words[0]) is None:
        pytest.skip(f"NOT TESTED HERE: this machine has no {words[0]}")
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - the commands under test


def test_every_command_that_the_index_names_succeeds(unpacked):
    found = commands(unpacked)

    ended = {command: run(command, unpacked).returncode for command in found}

    assert {command.split()[0] for command in found} == {*TOOLS, "warcio"}
    assert set(ended.values()) == {0}


@pytest.mark.parametrize(
    "name",
    [
        "exhibits/0001-record.json",
        "manifest.jsonl",
        "custody.jsonl",
        "manifest.head",
        "custody.sig",
    ],
)
def test_a_changed_file_fails_one_of_the_commands(unpacked, name):
    path = unpacked / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x01
    path.write_bytes(content)

    assert any(run(command, unpacked).returncode for command in commands(unpacked))


def test_a_package_that_was_made_anew_without_the_key_fails_the_signature(unpacked):
    """Whoever changes an exhibit and every hash with it still has no key."""
    head = unpacked / "manifest.head"
    head.write_bytes(head.read_bytes().replace(b"4 lines", b"3 lines"))
    (signed,) = [c for c in commands(unpacked) if "manifest.sig" in c]

    assert run(signed, unpacked).returncode != 0


def test_the_same_state_gives_the_same_bytes(archive, tmp_path):
    shutil.copytree(archive.path, tmp_path / "elsewhere")

    assert archive.package(REF) == EvidenceFolder(tmp_path / "elsewhere").package(REF)


def test_nothing_in_the_package_tells_when_or_on_what_machine_it_was_made(archive):
    with ZipFile(BytesIO(archive.package(REF))) as package:
        found = {(each.date_time, each.create_system) for each in package.infolist()}

    assert found == {((1980, 1, 1, 0, 0, 0), 3)}


def test_the_package_holds_every_exhibit_as_it_is_kept(archive, unpacked):
    kept = {p.name: p.read_bytes() for p in files_of(archive) if p.parent.name == "exhibits"}

    assert {p.name: p.read_bytes() for p in (unpacked / "exhibits").iterdir()} == kept


def test_the_private_key_is_in_no_package(archive, unpacked):
    assert not any(b"PRIVATE" in p.read_bytes() for p in unpacked.rglob("*") if p.is_file())


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_the_index_shows_hostile_words_as_text_and_has_no_script(archive, tmp_path):
    archive.keep(REF, paper(content=b"x", what=HOSTILE), at=minutes(90))
    archive.note(REF, who=HOSTILE, action=Handling.EXPORTED, why=HOSTILE, at=minutes(91))

    with ZipFile(BytesIO(archive.package(REF))) as package:
        page = package.read("index.html").decode()

    tags = Tags()
    tags.feed(page)
    assert not {tag for tag, _ in tags.seen} & {"script", "img", "link", "iframe", "a"}
    assert not any(name.startswith("on") for _, attrs in tags.seen for name in attrs)
    assert unescape(page).count(HOSTILE) == 3


def test_the_index_names_every_file_its_hash_and_who_handled_it(archive, unpacked):
    page = (unpacked / "index.html").read_text("utf-8")
    held = archive.holding(REF)

    assert all(entry.file in page and entry.sha256 in page for entry in held.entries)
    assert all(line.why in page for line in held.custody)
    assert held.entries[-1].hash in page
    assert "BEGIN PUBLIC KEY" in page


def test_what_was_deleted_is_told_and_not_packed(archive):
    archive.let_go(REF, items=None, was_purged=True, under_hold=False, at=minutes(99))

    with ZipFile(BytesIO(archive.package(REF))) as package:
        names = package.namelist()
        page = package.read("index.html").decode()

    assert not any(name.startswith("exhibits/") for name in names)
    assert page.count("deleted later") == 4


def test_a_case_of_which_nothing_is_kept_has_no_package(tmp_path):
    with pytest.raises(NotAllowed, match="No evidence is kept"):
        EvidenceFolder(tmp_path / "evidence").package(REF)


def test_nothing_is_packed_that_was_changed(archive):
    path = next(p for p in files_of(archive) if p.name.endswith("record.json"))
    path.write_bytes(b"other")

    with pytest.raises(StoreError, match="orm evidence verify"):
        archive.package(REF)


def test_a_package_without_custody_says_so(tmp_path):
    archive = EvidenceFolder(tmp_path / "evidence")
    archive.keep(REF, record(), at=NOW)

    with ZipFile(BytesIO(archive.package(REF))) as package:
        assert "Nobody has opened or exported it" in package.read("index.html").decode()
        assert "custody.jsonl" not in package.namelist()
