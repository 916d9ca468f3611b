"""Where tests and benchmarks are made: an Odoo on a server whose data may be lost."""

import contextlib

from . import postgres
from .environment import setup
from .odoo import Odoo
from .paths import CACHE, CHECKOUT

HOME = CACHE / "test" / CHECKOUT
# Templates of Odoo itself serve every checkout, so their files lie in one place.
FILES = CACHE / "test" / "files"


@contextlib.contextmanager
def workshop():
    """Set up what is missing and yield an Odoo while its database server runs."""
    environment = setup()
    with postgres.running("test") as server:
        yield Odoo(environment, server, HOME, FILES).configure()
