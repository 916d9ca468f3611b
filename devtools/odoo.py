"""Running Odoo: its commands, its shell, its server."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import Problem, tail
from .environment import encryption_keys
from .paths import ADDONS, DEVTOOLS, manifests

START_SECONDS = 120
STOP_SECONDS = 30
HEALTH_PAGE = "/web/health"


class Odoo:
    """An Odoo bound to a database server and to a folder ``home`` for its settings.

    ``data`` is where it stores files, by default in ``home``.
    """

    def __init__(self, environment, server, home, data=None):
        self.environment = environment
        self.server = server
        self.home = home
        self.conf = home / "odoo.conf"
        self.data = data or home / "data"
        self.keys = encryption_keys(home / "keys.json")
        self.addons = ADDONS

    def configure(self, **options):
        """Write odoo.conf, with a master password that nobody knows."""
        self.data.mkdir(parents=True, exist_ok=True)
        options = {
            "addons_path": ",".join(map(str, self.addons_path)),
            "admin_passwd": secrets.token_urlsafe(24),
            "data_dir": self.data,
            "http_interface": "127.0.0.1",
            "list_db": False,
            **options,
        }
        text = "[options]\n" + "".join(
            f"{name} = {value}\n" for name, value in options.items()
        )
        # Another launcher of this checkout may be reading it.
        unfinished = self.conf.with_suffix(f".{os.getpid()}")
        with open(
            unfinished, "w", opener=lambda name, flags: os.open(name, flags, 0o600)
        ) as file:
            file.write(text)
        unfinished.replace(self.conf)
        return self

    @property
    def addons_path(self):
        """Return the folders of addons: ours, if there are any, and Odoo's."""
        ours = [self.addons] if manifests() else []
        return [*ours, *self.environment.tree.addons_path]

    def environ(self):
        """Return the environment variables with which Odoo and the tests run."""
        inherited = self.server.environment()
        # A developer's own keys are not for throw-away databases.
        inherited.pop("VOLUNTEER_KEYS", None)
        return {
            **inherited,
            "PYTHONPATH": str(self.environment.tree.root),
            "PYTHONUNBUFFERED": "1",
            "VOLUNTEER_KEY_FILE": str(self.keys),
            # Odoo's report engine and browser are looked up on the PATH.
            "PATH": f"{self.environment.venv / 'bin'}:{os.environ['PATH']}",
        }

    def command(self, subcommand, *words):
        """Return the words of an Odoo command; a subcommand may be two words."""
        python = self.environment.python
        start = [python, "-m", "odoo", *subcommand.split(), "-c", self.conf]
        return [str(word) for word in (*start, *words)]

    def run(self, subcommand, *words, log, stdin=None):
        """Run an Odoo command, its output appended to ``log``; return its exit code."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            return subprocess.run(
                self.command(subcommand, *words),
                input=stdin.encode() if stdin is not None else b"",
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environ(),
                check=False,
            ).returncode

    def must(self, subcommand, *words, log, stdin=None):
        """Like run(), for what has to succeed."""
        if code := self.run(subcommand, *words, log=log, stdin=stdin):
            raise Problem(
                f"odoo {subcommand} ended with code {code}.\n"
                f"The end of {log}:\n{tail(log)}"
            )

    def install(self, database, *modules, log, demo=False, languages=()):
        """Install modules into a database, an empty one included."""
        words = ["-d", database, "-i", ",".join(modules), "--stop-after-init"]
        if languages:
            words.append(f"--load-language={','.join(languages)}")
        if demo:
            words.append("--with-demo")
        self.must("server", *words, "--no-http", log=log)

    def script(self, database, name, log, **values):
        """Run devtools/inside/<name>.py in `odoo shell`.

        The script finds the database's environment in ``env`` and ``values`` in the
        dictionary ``given``.
        """
        text = f"given = {values!r}\n" + (DEVTOOLS / "inside" / f"{name}.py").read_text(
            encoding="utf-8"
        )
        self.must("shell", "-d", database, "--no-http", log=log, stdin=text)

    @contextlib.contextmanager
    def serving(self, database, log, port=None, words=()):
        """Run the web server until the block ends; yield its address once it is up.

        ``words`` are further words of its command.
        """
        port = port or free_port()
        # Threads, not workers: with workers, notifications need a second port and a
        # proxy in front, which neither a demo nor a test has.
        words = [
            "-d",
            database,
            f"--db-filter=^{database}$",
            "-p",
            port,
            "--max-cron-threads=1",
            *words,
        ]
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                self.command("server", *words),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environ(),
                # Ctrl-C reaches the launcher alone, which then stops Odoo in order.
                start_new_session=True,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address + HEALTH_PAGE, process, log)
            yield address
        finally:
            _stop(process)


def free_port():
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wait_for(url, process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        # The server is on this machine: no proxy of the environment must be asked.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Problem(f"Odoo did not start. The end of {log}:\n{tail(log)}")


def _stop(process):
    """Ask Odoo to finish its requests and stop; insist when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
