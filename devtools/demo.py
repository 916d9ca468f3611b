"""./dev demo and ./dev shell: a hospital to look at."""

import os
import subprocess
import time

from . import postgres
from .console import Problem, say, step, tail
from .databases import FOUNDATION, LANGUAGES, Databases, addons_state
from .environment import setup
from .odoo import Odoo, port_is_free
from .paths import CACHE, CHECKOUT, LOGS, locked, manifests

HOME = CACHE / "demo" / CHECKOUT
DATABASE = f"hv_{CHECKOUT}_demo"
LOG = LOGS / "demo.log"
# Odoo gives its demo users passwords equal to their logins; so does our demo data.
DEMO_LOGINS = """
    SELECT u.login, p.name, bool_or(d.module LIKE 'volunteer%')
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
     WHERE u.active AND (d.module LIKE 'volunteer%'
                        OR (d.module, d.name) = ('base', 'user_admin'))
     GROUP BY u.id, p.name ORDER BY 3 DESC NULLS LAST, u.id
"""


def demo(reset, port):
    """Serve the demo hospital until Ctrl-C."""
    environment = setup()
    if not port_is_free(port):
        raise Problem(
            f"Something already listens on port {port}.",
            f"Choose another: ./dev demo --port {port + 1}",
        )
    with postgres.running("demo") as server:
        odoo = Odoo(environment, server, HOME).configure()
        _ensure_database(odoo, reset)
        with odoo.serving(DATABASE, LOG, port) as address:
            _greet(address, server)
            _wait_for_interrupt()
        say("  Stopped. What you entered is kept; ./dev demo --reset starts over.")


def shell(words):
    """Open Odoo's shell on the demo database."""
    environment = setup()
    with postgres.running("demo") as server:
        odoo = Odoo(environment, server, HOME).configure()
        _ensure_database(odoo, reset=False)
        return subprocess.run(
            odoo.command("shell", "-d", DATABASE, "--no-http", *words),
            env=odoo.environ(),
            check=False,
        ).returncode


def _ensure_database(odoo, reset):
    """Build the demo database, or bring the one that is there up to date."""
    databases = Databases(odoo)
    with locked(DATABASE):
        if reset:
            databases.drop(DATABASE)
        stamp, state = HOME / "addons.state", addons_state()
        if not odoo.server.exists(DATABASE):
            _build(databases)
        elif not stamp.exists() or stamp.read_text() != state:
            _update(odoo)
        stamp.write_text(state)


def _build(databases):
    odoo = databases.odoo
    unfinished = f"{DATABASE}_new"
    modules = [*FOUNDATION, *manifests()]
    LOG.unlink(missing_ok=True)
    with step("building the demo hospital (Odoo, Chinese, our addons, demo data)"):
        databases.drop(unfinished)
        odoo.server.create(unfinished)
        odoo.install(unfinished, *modules, log=LOG, demo=True, languages=LANGUAGES)
        databases.settle(unfinished, LOG, chinese=True)
        databases.rename(unfinished, DATABASE)


def _update(odoo):
    words = ["-d", DATABASE, "-u", ",".join(manifests()), "--stop-after-init"]
    with step("updating our addons in the demo hospital"):
        if odoo.run("server", *words, "--no-http", log=LOG):
            raise Problem(
                f"The update failed. The end of {LOG}:\n{tail(LOG)}",
                "./dev demo --reset starts over, without what you entered.",
            )


def _greet(address, server):
    say()
    say(f"  Odoo answers on {address} (this machine only). Ctrl-C stops it.")
    say("  People of the demo; the password is the login:")
    for login, name, _ours in server.query(DEMO_LOGINS, DATABASE):
        say(f"    {login:<24} {name}")
    say(f"  Log: {LOG}")
    if os.geteuid() == 0:
        say("  The log calls running as root a security risk: true for a hospital's")
        say("  server. This one listens on 127.0.0.1 only, and holds only the demo.")


def _wait_for_interrupt():
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("\n  Stopping …")
