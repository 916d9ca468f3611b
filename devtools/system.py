"""Debian's packages: installed when we may, named when we may not."""

import glob
import os
import shutil
import subprocess
import sys

from .console import Problem, run_logged, step
from .paths import LOGS


def _has_postgresql():
    return os.environ.get("PGHOST") or glob.glob("/usr/lib/postgresql/*/bin/initdb")


def _has_psql():
    return shutil.which("psql")


def _has_chinese_font():
    return glob.glob("/usr/share/fonts/**/NotoSansCJK*", recursive=True)


def _has_venv():
    return not subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"],
        capture_output=True,
        check=False,
    ).returncode


# Debian package → is what we need of it there, however it was installed?
PACKAGES = {
    "python3-venv": _has_venv,
    "postgresql": _has_postgresql,
    "postgresql-client": _has_psql,
    "chromium": lambda: chromium(),
    "wkhtmltopdf": lambda: shutil.which("wkhtmltopdf"),
    "fonts-noto-cjk": _has_chinese_font,
    "poppler-utils": lambda: shutil.which("pdftotext"),
}


def chromium():
    """Return the path of the browser that tests use, or None."""
    names = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def ensure_packages():
    """Install what is missing as root or by passwordless sudo; otherwise say how."""
    missing = [package for package, is_there in PACKAGES.items() if not is_there()]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    by_hand = (
        "Run this, then start again:\n"
        f"  sudo apt-get update && sudo {' '.join(command)}"
    )
    prefix = _become_root()
    if prefix is None or not shutil.which("apt-get"):
        raise Problem(f"Missing on this machine: {', '.join(missing)}.", by_hand)
    log = LOGS / "setup.log"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"installing {', '.join(missing)}"):
        run_logged(
            [*prefix, "apt-get", "update"],
            log,
            "Check the network and the apt sources, then start again.",
        )
        run_logged([*prefix, *command], log, by_hand, env=environment)
    still_missing = [package for package in missing if not PACKAGES[package]()]
    if still_missing:
        raise Problem(
            f"Installed, but not found afterwards: {', '.join(still_missing)}.",
            f"See {log}.",
        )


def _become_root():
    """Return the words to put before a command to run it as root, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and not subprocess.run(
            [sudo, "-n", "true"], capture_output=True, check=False
        ).returncode
    ):
        return [sudo, "-n"]
    return None
