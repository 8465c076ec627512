"""Other processes of the house for tests: each begins as a new one would, without its second of imports.

They are forked from a server that has imported the house and has no thread and no connection.
"""

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        "orm.wiring",
        "psycopg",
        "tests.databases",
        "tests.factories_evidence",
        "tests.factories_store",
    ]
)
