"""Databases: templates are built once, every test stage gets its copy in seconds."""

import os
import shutil

from .console import step
from .paths import ADDONS, CHECKOUT, LOGS, locked, manifests, short_hash

# What the addons stand on: a template of it outlives every change of the addons.
FOUNDATION = ("hr", "portal")
LANGUAGE = "zh_CN"


class Databases:
    """The databases of one Odoo home (see odoo.Odoo), named for this checkout."""

    def __init__(self, odoo):
        self.odoo = odoo
        self.server = odoo.server

    def foundation(self, demo=False, extra=()):
        """Return a template with Odoo's own modules and Chinese, kept between runs."""
        modules = (*FOUNDATION, *extra)
        name = f"hv_odoo_{short_hash(self.odoo.environment.tree.root, modules, demo)}"
        log = LOGS / f"template-{name}.log"

        def build(database):
            self.server.create(database)
            log.unlink(missing_ok=True)
            self.odoo.install(database, *modules, log=log, demo=demo)
            self.settle(database, log)

        wanted = [*modules, "Chinese", *["demo data"] * demo]
        title = f"building a database with {', '.join(wanted)}"
        return self._template(name, title, build)

    def with_addons(self, demo=False, extra=(), log=None):
        """Give a template with our addons, rebuilt when one of their files changed."""
        base = self.foundation(demo, extra)
        name = f"hv_{CHECKOUT}_{short_hash(base, demo)}_addons"
        stamp = self.odoo.home / f"{name}.stamp"
        log = log or LOGS / f"{'demo' if demo else 'plain'}-install.log"
        state = _addons_state()
        if self.server.exists(name) and not (
            stamp.exists() and stamp.read_text() == state
        ):
            self.drop(name)
        stamp.write_text(state)

        def build(database):
            self.copy(base, database)
            log.unlink(missing_ok=True)
            self.odoo.install(database, *manifests(), log=log, demo=demo)
            self.settle(database, log)

        return self._template(
            name, f"installing our addons{' with demo data' if demo else ''}", build
        )

    def _template(self, name, title, build):
        with locked(name):
            if not self.server.exists(name):
                with step(title):
                    unfinished = f"{name}_new"
                    self.drop(unfinished)
                    build(unfinished)
                    self.rename(unfinished, name)
        return name

    def settle(self, database, log):
        """Make a fresh database Chinese and drop missing files from its pages."""
        self.odoo.script(
            database,
            "settle",
            log,
            left_out_assets=self.odoo.environment.tree.left_out_assets(),
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


def _addons_state():
    """Return a text that changes with any file of the addons."""
    files = (
        path
        for path in sorted(ADDONS.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return short_hash(
        *((path.relative_to(ADDONS), path.stat().st_mtime_ns) for path in files)
    )
