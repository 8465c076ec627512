"""The first run on a real port, and what `orm run` gives it to start with."""

from queue import SimpleQueue
from threading import Thread

import httpx
import pytest

from orm.errors import ConfigError
from orm.web.first_run.folder import SetupFolder
from orm.web.first_run.kit import kit_for
from orm.web.serving import serving
from orm.web.setting_up import first_run, serve_until_set_up
from tests.factories_first_run import FULL, typed
from tests.factories_http import FakeClock

EXAMPLE = "# Configuration of orm: an example with an invented school.\n"
REGISTER = """\
URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode
990101,Wrenbeck Primary School,Open,Harrowmere,HM4 7QT
"""


def free_port():
    async def nothing(scope, receive, send):
        """Answers nobody."""

    with serving(nothing, host="127.0.0.1", port=0) as port:
        return port


def silent(_):
    """Says nothing."""


def test_it_serves_until_everything_is_written_and_then_frees_its_port(tmp_path):
    port = free_port()
    said: SimpleQueue[str] = SimpleQueue()
    kit = kit_for(SetupFolder(tmp_path / "config.toml"), (), listen=f"127.0.0.1:{port}")
    running = Thread(
        daemon=True,
        target=serve_until_set_up,
        args=(kit,),
        kwargs={"clock": FakeClock(), "say": said.put},
    )
    running.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60
        ) as client:
            said.get(timeout=60)
            assert client.get(said.get(timeout=60).strip()).status_code == 303
            mark = ""
            for step, fields in FULL.items():
                page = client.get(f"/setup/steps/{step}").text
                mark = page.rpartition('name="form_token" value="')[2].partition('"')[0]
                data = {name: list(values) for name, values in typed(fields).items()}
                data |= {"on": ["school_website"]} if step == "sources" else {}
                told = client.post(f"/setup/steps/{step}", data={**data, "form_token": mark})
                assert told.status_code == 303
            done = client.post("/setup/summary", data={"form_token": mark})
    finally:
        running.join(60)

    assert "It is set up" in done.text
    assert not running.is_alive()
    assert f'listen = "127.0.0.1:{port}"' in (tmp_path / "config.toml").read_text()
    assert free_port()  # nothing holds on


def test_a_configuration_that_is_there_is_not_set_up_anew(tmp_path):
    (tmp_path / "config.toml").write_text("# mine\n")

    with pytest.raises(ConfigError, match="is there already"):
        first_run(tmp_path / "config.toml", "127.0.0.1:8770", None, say=silent)


def test_the_example_counts_as_no_configuration(tmp_path):
    (tmp_path / "config.toml").write_text(EXAMPLE)

    assert SetupFolder(tmp_path / "config.toml").is_free()


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), (b"", "no open school"), (b"a,b\n", "column")]
)
def test_a_register_that_cannot_be_searched_stops_the_start(tmp_path, content, says):
    file = tmp_path / "register.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ConfigError, match=says):
        first_run(tmp_path / "config.toml", "127.0.0.1:8770", file, say=silent)


@pytest.mark.parametrize("listen", ["8770", "nowhere:", "127.0.0.1:0", "127.0.0.1:99999"])
def test_an_address_that_is_none_stops_the_start(tmp_path, listen):
    file = tmp_path / "register.csv"
    file.write_text(REGISTER)

    with pytest.raises(ConfigError, match="no address with a port"):
        first_run(tmp_path / "config.toml", listen, file, say=silent)


def test_a_port_that_is_taken_stops_the_start(tmp_path):
    async def nothing(scope, receive, send):
        """Answers nobody."""

    with (
        serving(nothing, host="127.0.0.1", port=0) as port,
        pytest.raises(ConfigError, match="cannot be used"),
    ):
        first_run(tmp_path / "config.toml", f"127.0.0.1:{port}", None, say=silent)
