"""Everything a command needs, set up on first use: programs, Odoo, packages, keys."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from . import odoo_tree, system, venv
from .console import say
from .odoo_tree import OdooTree
from .paths import CACHE, locked


@dataclass(frozen=True)
class Environment:
    """What setup() made: the Odoo tree and the folder of the virtual environment."""

    tree: OdooTree
    venv: Path

    @property
    def python(self):
        return self.venv / "bin" / "python"

    def tool(self, name):
        """Return the path of a program of the virtual environment."""
        return self.venv / "bin" / name


def setup(verbose=False):
    """Bring the machine into working order; a second call finds everything done."""
    with locked("setup"):
        system.ensure_packages()
        environment = Environment(tree=odoo_tree.ensure(), venv=venv.ensure())
    if verbose:
        say(f"  Odoo {environment.tree.version}: {environment.tree.root}")
        say(f"  Python packages: {environment.venv}")
        say(f"  Cache: {CACHE}")
    return environment


def encryption_keys(path):
    """Return the path of a key file, made at random the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        keys = {
            "encryption": [base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()],
            "index": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        with open(
            path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)
        ) as file:
            json.dump(keys, file)
    return path
