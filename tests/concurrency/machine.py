"""A machine of one's own: a PostgreSQL and an Odoo that a test may kill."""

import glob
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
from odoo_client import Client

ROLE = "odoo"
PATIENCE = 180


def find_binaries():
    """Return the folder of PostgreSQL's newest server programs, or None."""
    found = [Path(p).parent for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


class Machine:
    """A copy of a database on a cluster of its own, in a folder only it uses.

    Other than the test's cluster this one writes safely: what it has acknowledged is
    there after a crash.
    """

    def __init__(self, folder, database):
        self.folder = folder
        self.database = database
        self.binaries = find_binaries()
        # PostgreSQL refuses to run as root.
        self.owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self.data, self.socket = folder / "data", folder / "socket"
        self.environment = {
            **os.environ,
            "PGHOST": str(self.socket),
            "PGPORT": "5432",
            "PGUSER": ROLE,
            "PGPASSWORD": "",
        }
        self.odoo = None
        self.url = ""

    def __enter__(self):
        self.socket.mkdir()
        if self.owner:
            for path in (self.folder, self.socket):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self._as_owner(
            "initdb", "-D", self.data, "-U", ROLE, *"-A trust -E UTF8".split()
        )
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self.socket}'\n"
                "max_connections = 100\n"
            )
        self._control("start", "-l", self.data / "server.log")
        self._load()
        return self

    def __exit__(self, *_error):
        self.kill_odoo()
        with suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", "immediate")

    # ------------------------------------------------------------------
    # PostgreSQL
    # ------------------------------------------------------------------

    def _as_owner(self, program, *words):
        as_owner = {"user": self.owner.pw_uid, "extra_groups": []} if self.owner else {}
        subprocess.run(
            [self.binaries / program, *map(str, words)],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **as_owner,
        )

    def _control(self, *words):
        self._as_owner("pg_ctl", "-D", self.data, "-w", "-s", *words)

    def crash_database(self):
        """End PostgreSQL as a power cut would, and start it again."""
        self._control("restart", "-m", "immediate", "-l", self.data / "server.log")

    def _load(self):
        """Copy the database of the tests, which goes on being used meanwhile."""
        subprocess.run(
            [self.binaries / "createdb", "-T", "template0", self.database],
            check=True,
            env=self.environment,
        )
        dump = subprocess.Popen(
            [self.binaries / "pg_dump", "-Fc", "-Z0", self.database],
            stdout=subprocess.PIPE,
        )
        subprocess.run(
            [self.binaries / "pg_restore", "--no-owner", "-d", self.database],
            stdin=dump.stdout,
            check=True,
            env=self.environment,
        )
        assert dump.wait() == 0

    def connect(self):
        """Return a connection past Odoo, which commits each statement."""
        connection = psycopg2.connect(
            host=str(self.socket), user=ROLE, dbname=self.database
        )
        connection.autocommit = True
        return connection

    def query(self, statement, *values):
        """Run one statement; return its rows."""
        with closing(self.connect()) as connection, connection.cursor() as cr:
            cr.execute(statement, values)
            return cr.fetchall() if cr.description else []

    # ------------------------------------------------------------------
    # Odoo
    # ------------------------------------------------------------------

    def start_odoo(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        log = (self.folder / "odoo.log").open("ab")
        command = [
            *(sys.executable, "-m", "odoo", "server"),
            *("-c", os.environ["VOLUNTEER_TEST_CONF"], "-d", self.database),
            *(
                "-p",
                str(port),
                "--max-cron-threads=1",
                f"--db-filter=^{self.database}$",
            ),
            *("--data-dir", str(self.folder / "files")),
        ]
        self.odoo = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log
        )
        wait_until(self._is_up, "Odoo is up")

    def _is_up(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with suppress(OSError), opener.open(f"{self.url}/web/health", timeout=5):
            return True
        return False

    def kill_odoo(self):
        """Kill Odoo without a warning: it cleans nothing up."""
        if self.odoo:
            self.odoo.send_signal(signal.SIGKILL)
            self.odoo.wait()
            self.odoo = None

    def admin(self):
        return Client(self.url, self.database, "admin", "admin")

    def wake_scheduled_actions(self):
        """Spare the minute until Odoo looks for them by itself."""
        with (
            closing(
                psycopg2.connect(host=str(self.socket), user=ROLE, dbname="postgres")
            ) as connection,
            connection,
            connection.cursor() as cr,
        ):
            cr.execute("SELECT pg_notify('cron_trigger', %s)", (self.database,))


def wait_until(done, what):
    """Wait for something that will come.

    :raise AssertionError: it has not, after minutes
    """
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, f"Waited in vain until {what}."
        time.sleep(0.2)
