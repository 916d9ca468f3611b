"""PostgreSQL: the server that PGHOST… name, or a private one only we can reach."""

import contextlib
import fcntl
import glob
import os
import pwd
import subprocess
from pathlib import Path

from .console import Problem, run_logged, step
from .paths import CACHE, LOGS, short_hash

ROLE = "odoo"  # Odoo refuses to run as "postgres"
OLDEST = 15  # UNIQUE NULLS NOT DISTINCT
LONGEST_SOCKET_PATH = 107
# The demo keeps what people enter; a test's database need not survive a power cut.
SETTINGS = {
    "demo": {},
    "test": {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
}


class Server:
    """A reachable server: ``env`` are the variables by which programs find it."""

    def __init__(self, env):
        self.env = env

    def environment(self):
        return {**os.environ, **self.env}

    def query(self, sql, database="postgres"):
        """Run SQL and return its rows, each a list of text columns."""
        command = [
            "psql",
            "-XqAt",
            "-F",
            "\t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            sql,
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment(), check=False
        )
        if done.returncode:
            raise Problem(
                f"PostgreSQL refused: {done.stderr.strip()}",
                "Check PGHOST, PGPORT, PGUSER and PGPASSWORD.",
            )
        return [line.split("\t") for line in done.stdout.splitlines()]

    def exists(self, name):
        return bool(self.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def create(self, name, template="template0"):
        self.query(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
            + ("" if template != "template0" else " ENCODING 'UTF8' LC_COLLATE 'C'")
        )

    def drop(self, name):
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename(self, name, new_name):
        self.query(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')


@contextlib.contextmanager
def running(purpose):
    """Yield a Server for "demo" or "test"; a private one stops with its last user."""
    if os.environ.get("PGHOST"):
        server = Server({})
        _check(server)
        yield server
        return
    cluster = _Cluster(purpose)
    with cluster.in_use():
        yield Server(
            {
                "PGHOST": str(cluster.socket),
                "PGPORT": "5432",
                "PGUSER": ROLE,
                "PGPASSWORD": "",
            }
        )


def _check(server):
    """Refuse a server that cannot serve, before time is lost on it."""
    user = server.query("SELECT current_user")[0][0]
    if user == "postgres":
        raise Problem(
            "Odoo does not run as the database user postgres.",
            f"createuser --createdb {ROLE}; PGUSER={ROLE}",
        )
    version, may_create = server.query(
        "SELECT current_setting('server_version_num')::int / 10000,"
        " rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )[0]
    if int(version) < OLDEST:
        raise Problem(
            f"The server is PostgreSQL {version}.",
            f"The addons need PostgreSQL {OLDEST} or newer.",
        )
    if may_create != "t":
        raise Problem(
            f"The database user {user} may not create databases.",
            f"ALTER ROLE {user} CREATEDB;",
        )


class _Cluster:
    """A private cluster: a socket in a folder only its owner enters, and no TCP."""

    def __init__(self, purpose):
        self.purpose = purpose
        self.bin = _newest_binaries()
        # PostgreSQL refuses to run as root; Debian's postgres cannot enter root's home.
        self.owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        base = (
            Path("/var/lib/hospital-volunteers", short_hash(CACHE))
            if self.owner
            else CACHE
        )
        self.home = base / f"postgresql-{self.bin.parent.name}-{purpose}"
        self.data = self.home / "data"
        self.socket = self.home / "socket"
        self.log = LOGS / f"postgresql-{purpose}.log"
        if len(f"{self.socket}/.s.PGSQL.5432") > LONGEST_SOCKET_PATH:
            raise Problem(
                f"The path {self.socket} is too long for a socket.",
                "Set XDG_CACHE_HOME to a shorter path.",
            )

    @contextlib.contextmanager
    def in_use(self):
        """Hold the cluster up; whoever leaves last stops it."""
        self._make_home()
        with (
            (self.home / "users.lock").open("w") as users,
            (self.home / "start.lock").open("w") as starting,
        ):
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
            if (
                not (self.data / "PG_VERSION").exists()
                or not (self.home / "complete").exists()
            ):
                self._initialise()
            if not self._is_up():
                self._start()
            fcntl.flock(starting, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(starting, fcntl.LOCK_EX)
                with contextlib.suppress(BlockingIOError):
                    # Only the last user gets this lock alone.
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._control("stop", "-m", "fast")

    def _make_home(self):
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.home, self.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
            if self.owner:
                os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def _initialise(self):
        with step(f"creating a private PostgreSQL cluster in {self.home}"):
            # Left over from an interrupted run.
            self._run("rm", "-rf", self.data)
            # "trust" is safe: the socket's folder keeps everybody else out.
            initdb = (
                self.bin / "initdb",
                "-D",
                self.data,
                "-U",
                ROLE,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            )
            self._run(*initdb)
            settings = {
                "listen_addresses": "",
                "unix_socket_directories": self.socket,
                "unix_socket_permissions": "0700",
                "port": 5432,
                "shared_buffers": "256MB",
                "max_connections": 200,
                **SETTINGS[self.purpose],
            }
            with (self.data / "postgresql.conf").open("a") as conf:
                conf.writelines(
                    f"{name} = '{value}'\n" for name, value in settings.items()
                )
            (self.home / "complete").touch()

    def _is_up(self):
        status = [self.bin / "pg_ctl", "-D", self.data, "status"]
        return not subprocess.run(
            status, capture_output=True, cwd="/", check=False, **self._as_owner()
        ).returncode

    def _start(self):
        with step(f"starting the private PostgreSQL for the {self.purpose}"):
            self._control("start", "-l", self.home / "server.log")

    def _control(self, *words):
        self._run(self.bin / "pg_ctl", "-D", self.data, "-w", "-s", *words)

    def _run(self, *command):
        hint = (
            f"PostgreSQL's own log is {self.home}/server.log. "
            f"To start over, delete {self.home}."
        )
        run_logged(command, self.log, hint, cwd="/", **self._as_owner())

    def _as_owner(self):
        if not self.owner:
            return {}
        return {
            "user": self.owner.pw_uid,
            "group": self.owner.pw_gid,
            "extra_groups": [],
        }


def _newest_binaries():
    found = [
        Path(path)
        for path in glob.glob("/usr/lib/postgresql/*/bin")
        if Path(path, "initdb").exists()
    ]
    if not found:
        raise Problem(
            "No PostgreSQL server is installed.",
            "apt-get install postgresql, or set PGHOST, PGUSER, …",
        )
    newest = max(found, key=lambda path: int(path.parent.name))
    if int(newest.parent.name) < OLDEST:
        raise Problem(
            f"PostgreSQL {newest.parent.name} is too old.",
            f"Install PostgreSQL {OLDEST} or newer.",
        )
    return newest
