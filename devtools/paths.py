"""Where things lie: the repository, the cache outside it, our addons."""

import ast
import contextlib
import fcntl
import hashlib
import os
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
ADDONS = REPO / "addons"
DEVTOOLS = REPO / "devtools"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "hospital-volunteers"
)
LOGS = CACHE / "logs"


def short_hash(*parts):
    """Return eight hex digits that change when any of the parts changes."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:8]


# Two checkouts on one machine share cache and database server, but no database.
CHECKOUT = short_hash(REPO)


def manifests():
    """Return {name: manifest} of our addons, dependencies before dependents."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
    }
    ordered = {}

    def add(name):
        if name in found and name not in ordered:
            for dependency in found[name].get("depends", []):
                add(dependency)
            ordered[name] = found[name]

    for name in found:
        add(name)
    return ordered


@contextlib.contextmanager
def locked(name):
    """Let one process at a time do the thing called ``name``."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
