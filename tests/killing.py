"""Runs a demo in child processes and kills each with SIGKILL at a random moment, until one finishes.

`python -m tests.killing FOLDER KILLS SEED` prints how many children died by the signal. The parent imports
everything once and forks, so that a child is at work within milliseconds of its birth.
"""

import multiprocessing
import os
import random  # noqa: TID251 - seeded below, so that a failing run can be repeated
import signal
import sys
from contextlib import closing
from pathlib import Path

from orm.demo import folder as demo_folder
from orm.demo.run import live_through, open_demo

# Below the ports that systems give to connections: between two children the port is nobody's.
_PORTS = range(20_000, 30_000)


def live(folder: Path) -> None:
    """Go on with the folder's demo to its end."""
    with closing(open_demo(folder)) as demo:
        live_through(demo, report=lambda _: None)


def kill_often(folder: Path, *, kills: int, seed: int) -> int:
    """How many children were killed before the demo was let run to its end.

    The town's port is this process's own: another demo would take the usual one between two children.
    """
    folder.mkdir(parents=True)
    demo_folder.save(folder, demo_folder.Progress(port=_PORTS[os.getpid() % len(_PORTS)]))
    moments = random.Random(seed)  # noqa: S311 - moments to kill at, not secrets
    forks = multiprocessing.get_context("fork")
    killed = 0
    for _ in range(kills):
        child = forks.Process(target=live, args=(folder,))
        child.start()
        child.join(moments.uniform(0.02, 0.6))
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
    child = forks.Process(target=live, args=(folder,))
    child.start()
    child.join()
    if child.exitcode != 0:
        raise SystemExit(f"the demo did not end well: {child.exitcode}")
    return killed


if __name__ == "__main__":
    sys.stdout.write(
        f"{kill_often(Path(sys.argv[1]), kills=int(sys.argv[2]), seed=int(sys.argv[3]))}\n"
    )
