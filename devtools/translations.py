"""Translations: export the templates again, compare, merge into the Chinese files."""

import shutil
import subprocess

from .console import say
from .databases import LANGUAGE
from .odoo import Odoo
from .paths import ADDONS, DEVTOOLS, manifests

CATALOGUES = DEVTOOLS / "inside" / "catalogues.py"


def export(context):
    """Return {module: folder with a freshly exported <module>.pot}."""
    database = context.databases.with_addons()
    # Odoo writes templates into the addon's own folder, so it gets a copy of ours.
    folder = context.folder / "addons"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ADDONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    ours = context.odoo
    odoo = Odoo(ours.environment, ours.server, context.folder / "odoo", ours.data)
    odoo.addons = folder
    odoo.configure()
    log = context.log("export")
    names = list(manifests())
    words = ["-d", database, "-l", "pot", "--", *names]
    odoo.must("i18n export", *words, log=log)
    context.check_log(log)
    return {name: folder / name / "i18n" for name in names}


def compare(context, module, folder):
    """Return {title of a check: what is wrong, or an empty text} for one module."""
    i18n = ADDONS / module / "i18n"
    pot, po = f"{module}.pot", f"{LANGUAGE}.po"
    return {
        f"{module}: template up to date": _catalogues(
            context, "same", i18n / pot, folder / pot
        ),
        f"{module}: Chinese complete": _catalogues(
            context, "complete", i18n / po, folder / pot
        ),
        f"{module}: texts of the code exported": _catalogues(
            context, "texts", ADDONS / module, folder / pot
        ),
    }


def update(context):
    """Write the exported templates and merge them into the Chinese files."""
    for module, folder in export(context).items():
        i18n = ADDONS / module / "i18n"
        i18n.mkdir(exist_ok=True)
        pot = i18n / f"{module}.pot"
        shutil.copyfile(folder / pot.name, pot)
        if missing := _catalogues(context, "merge", i18n / f"{LANGUAGE}.po", pot):
            say(f"  {module}: not yet in Chinese:\n{missing}")


def _catalogues(context, action, mine, exported):
    """Run inside/catalogues.py, which has polib; return what it found wrong."""
    done = subprocess.run(
        [context.environment.python, CATALOGUES, action, mine, exported],
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).strip()
