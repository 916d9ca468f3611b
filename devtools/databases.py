"""Databases: templates are built once, every test stage gets its copy in seconds."""

import os
import shutil

from .console import step
from .paths import ADDONS, CHECKOUT, DEVTOOLS, LOGS, locked, manifests, short_hash

# What the addons stand on: a template of it outlives every change of the addons.
FOUNDATION = ("hr", "portal")
LANGUAGE = "zh_CN"
# The first becomes everybody's language: Odoo's own tests expect English.
LANGUAGES = ("en_US", LANGUAGE)
SETTLE = DEVTOOLS / "inside" / "settle.py"


class Databases:
    """The databases of one Odoo home (see odoo.Odoo), named for this checkout."""

    def __init__(self, odoo):
        self.odoo = odoo
        self.server = odoo.server

    def foundation(self, demo=False, extra=()):
        """Return a template with Odoo's modules, in English, with Chinese loaded."""
        modules = (*FOUNDATION, *extra)
        name = f"hv_odoo_{short_hash(self.odoo.environment.tree.root, modules, demo)}"

        def build(database, log):
            self.server.create(database)
            self.odoo.install(
                database, *modules, log=log, demo=demo, languages=LANGUAGES
            )
            self.settle(database, log, chinese=False)

        wanted = [*modules, "Chinese", *["demo data"] * demo]
        return self._template(
            name, f"building a database with {', '.join(wanted)}", build
        )

    def with_addons(self, demo=False, extra=(), chinese=True):
        """Return a template with our addons, built anew when a file of theirs changed.

        Without ``chinese`` everybody still uses English.
        """
        base = self.foundation(demo, extra)
        name = f"hv_{CHECKOUT}_{short_hash(base, chinese)}_addons"

        def build(database, log):
            self.copy(base, database)
            self.odoo.install(database, *manifests(), log=log, demo=demo)
            self.settle(database, log, chinese)

        title = f"installing our addons{' with demo data' if demo else ''}"
        return self._template(name, title, build, addons_state())

    def _template(self, name, title, build, state=""):
        """Return the database ``name``, built anew unless it is there in this state."""
        state += short_hash(SETTLE.read_text(encoding="utf-8"))
        stamp = self.odoo.data / f"{name}.state"
        with locked(name):
            known = stamp.read_text() if stamp.exists() else ""
            if self.server.exists(name) and known == state:
                return name
            with step(title):
                log, unfinished = self.log(name), f"{name}_new"
                log.unlink(missing_ok=True)
                self.drop(unfinished)
                build(unfinished, log)
                self.drop(name)
                # Only a finished database gets the name.
                self.rename(unfinished, name)
                stamp.write_text(state)
        return name

    def log(self, template):
        """Return the log of the building of a template."""
        return LOGS / f"template-{template}.log"

    def settle(self, database, log, chinese):
        """Make a fresh database usable here: see inside/settle.py."""
        missing = self.odoo.environment.tree.left_out_assets()
        self.odoo.script(
            database, "settle", log, chinese=chinese, left_out_assets=missing
        )

    def copy(self, template, name):
        """Make a fresh copy of a template and of its files."""
        self.drop(name)
        self.server.create(name, template)
        files = self._files(template)
        if files.exists():
            # Odoo names stored files by content and never rewrites them, so links do.
            shutil.copytree(files, self._files(name), copy_function=os.link)
        return name

    def stage(self, stage, template):
        """Return a fresh copy of a template for a test stage."""
        return self.copy(template, f"hv_{CHECKOUT}_{stage}")

    def drop(self, name):
        self.server.drop(name)
        shutil.rmtree(self._files(name), ignore_errors=True)

    def rename(self, name, new_name):
        self.server.rename(name, new_name)
        if self._files(name).exists():
            self._files(name).rename(self._files(new_name))

    def _files(self, name):
        return self.odoo.data / "filestore" / name


def addons_state():
    """Return a text that changes with any file of the addons."""
    files = (
        path
        for path in sorted(ADDONS.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return short_hash(
        *((path.relative_to(ADDONS), path.stat().st_mtime_ns) for path in files)
    )
