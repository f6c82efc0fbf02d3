"""A PostgreSQL server of the test's own, from Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

# Debian keeps them off the PATH.
PG_CTL = shutil.which("pg_ctl") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")), default="")


class Cluster:
    """A PostgreSQL server in a folder of its own, reached by a socket there and by nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # PostgreSQL refuses to run as root: then it runs as the user that its package has made.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "--auth=trust", "--username=grader", "--pgdata", str(folder / "data"))
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        self._run(
            "pg_ctl", "start", "--wait", "--pgdata", str(folder / "data"), "--log", str(folder / "log"),
            "--options", options,
        )  # fmt: skip

    def database(self, name: str) -> str:
        """A new, empty database; its address."""
        with psycopg.connect(
            host=str(self.folder), user="grader", dbname="postgres", autocommit=True
        ) as line:
            line.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://grader@/{name}?host={self.folder}"

    def stop(self) -> None:
        """End the server and everyone's connection."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--pgdata", str(self.folder / "data"))

    def _run(self, program: str, *arguments: str) -> None:
        # To a file: a server that inherits a pipe would keep it open.
        with (self.folder / "said").open("w") as said:
            ended = subprocess.run(
                [Path(PG_CTL).parent / program, *arguments],
                user=self._user, cwd="/", stdout=said, stderr=said, timeout=60,
            )  # fmt: skip
        assert ended.returncode == 0, (self.folder / "said").read_text()


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """A server for as long as it is needed."""
    # Not below pytest's folder, which no other user may enter; and a socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="grader-pg-") as folder:
        cluster = Cluster(Path(folder))
        try:
            yield cluster
        finally:
            cluster.stop()
