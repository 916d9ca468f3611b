"""The command line of ./dev."""

import argparse
import signal
import sys

from .console import Problem, say

ABOUT = """\
Hospital Volunteers for Odoo: everything a developer does, from a fresh machine on.

  ./dev demo [--reset] [--port N]   a demo hospital in Chinese, on this machine only
  ./dev test [STAGE ...] [-k WHAT]  every test, or the named stages
  ./dev lint                        ruff, pylint-odoo and OCA's checks
  ./dev i18n [--write]              is the Chinese complete? --write updates the files
  ./dev bench [--smoke]             our speed beside Odoo's own modules, in one run
  ./dev shell                       Odoo's Python shell on the demo database
  ./dev setup                       what all of these do first: fetch, install, unpack

Stages: lint, unit, generic (Odoo's own checks of models and views), i18n, blackbox
(tests/, in Chromium too), click (every menu), uninstall, bench (a smoke run).
A whole run takes blackbox and click beside the others where there are two cores.
-k takes Odoo's test tags for unit (/volunteer_hours:TestX), pytest's for blackbox.

What is fetched or built lies outside the repository, in the folder hospital-volunteers
of $XDG_CACHE_HOME (by default ~/.cache), so a second run starts in seconds.
ODOO_HOME=/path uses an Odoo 19 that is already there; PGHOST, PGPORT, PGUSER and
PGPASSWORD use a PostgreSQL server that is already there.
"""


def main():
    parser = argparse.ArgumentParser(prog="./dev", usage=ABOUT, add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("setup")
    demo = commands.add_parser("demo")
    demo.add_argument(
        "--reset",
        action="store_true",
        help="throw the demo database away and start over",
    )
    demo.add_argument("--port", type=int, default=8069)
    test = commands.add_parser("test")
    test.add_argument(
        "stages",
        nargs="*",
        metavar="STAGE",
        help="one or more stages; none for all of them",
    )
    test.add_argument(
        "-k",
        dest="only",
        default="",
        help="Odoo test tags (stage unit) or pytest -k (stage blackbox)",
    )
    commands.add_parser("lint")
    i18n = commands.add_parser("i18n")
    i18n.add_argument(
        "--write", action="store_true", help="update the files instead of comparing"
    )
    bench = commands.add_parser("bench")
    bench.add_argument(
        "--smoke", action="store_true", help="small numbers: does it run, not how fast"
    )
    shell = commands.add_parser("shell")
    shell.add_argument(
        "words", nargs=argparse.REMAINDER, help="more words for `odoo shell`"
    )
    arguments = parser.parse_args()
    if arguments.help or not arguments.command:
        say(ABOUT)
        return 0
    # A terminated launcher shall leave no server behind: it unwinds as for Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Shells start background jobs with Ctrl-C ignored; the launcher listens anyway.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _run(arguments)
    except Problem as problem:
        say(f"\n✗ {problem}")
        return 1
    except KeyboardInterrupt:
        say("\n  Interrupted.")
        return 130


def _run(arguments):
    """Call the command; parts are imported when needed, so one may be broken."""
    match arguments.command:
        case "setup":
            from .environment import setup

            setup(verbose=True)
        case "demo":
            from .demo import demo

            demo(arguments.reset, arguments.port)
        case "shell":
            from .demo import shell

            return shell(arguments.words)
        case "test":
            from .testing import run

            return run(arguments.stages, arguments.only)
        case "lint":
            from .testing import run

            return run(["lint"])
        case "i18n":
            from .testing import run, update_translations

            return update_translations() if arguments.write else run(["i18n"])
        case "bench":
            from .benchmark import bench

            return bench(arguments.smoke)
    return 0
