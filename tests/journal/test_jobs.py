"""The worker, the scheduler and the keeper of jobs: started, and ended together."""

import threading
from time import sleep

import pytest
from huey.storage import SqliteStorage

from journal import jobs
from journal.instance import Instance


class _SlowToClose:
    """A connection that takes a while to close."""

    def __init__(self, connection) -> None:
        self.connection = connection

    def __getattr__(self, name: str):
        return getattr(self.connection, name)

    def close(self) -> None:
        sleep(0.3)
        self.connection.close()


@pytest.mark.only_on("sqlite")
def test_threads_that_end_together_let_go_of_the_one_connection_in_turn(
    office, tmp_path, monkeypatch
):
    made = SqliteStorage._create_connection
    monkeypatch.setattr(
        SqliteStorage, "_create_connection", lambda storage: _SlowToClose(made(storage))
    )
    for _ in range(3):
        jobs.open_queue(Instance(folder=tmp_path, url=office), "a key of the tests")
        jobs.start()
        sleep(0.1)
        jobs.close_queue()
        names = {thread.name for thread in threading.enumerate()}
        assert not names & {"jobs", "Worker-1", "Scheduler"}
