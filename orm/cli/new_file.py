"""Files that a command writes: always new ones."""

from pathlib import Path

from orm.errors import ConfigError


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        ConfigError: it is there, or cannot be written.
    """
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise ConfigError([f"{path} is there already; give another name"]) from None
    except OSError as error:
        raise ConfigError([f"{path} cannot be written: {error.strerror}"]) from error
