"""Fetch packages of chosen Debian suites under a private apt configuration.

The machine's own apt is read (its mirror, its proxy settings) and never changed.
Signatures and checksums are apt's work.
"""

import os
import re
import subprocess
from pathlib import Path

from .console import Problem, run_logged
from .paths import CACHE, LOGS

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SUITES = ("sid", "bookworm")
MAIN_ARCHIVE = re.compile(
    r"^(sid|unstable|testing|(old)*stable|forky|trixie|bookworm|bullseye)$"
)
OTHERWISE = "Or point ODOO_HOME to an Odoo 19 that is already there."


def download(packages, target):
    """Download ``{package: suite}`` as .deb files into the folder ``target``."""
    environment = {**os.environ, "APT_CONFIG": str(_configure())}
    log = LOGS / "setup.log"
    hint = f"Check the network, then start again. {OTHERWISE}"
    run_logged(["apt-get", "-q", "update"], log, hint, env=environment)
    wanted = [f"{package}/{suite}" for package, suite in packages.items()]
    run_logged(
        ["apt-get", "-q", "download", *wanted], log, hint, env=environment, cwd=target
    )


def unpack(package, target):
    """Unpack one .deb file into the folder ``target``, without installing it."""
    run_logged(
        ["dpkg-deb", "-x", package, target], LOGS / "setup.log", "Is the disk full?"
    )


def version_of(package):
    """Return the version of a downloaded .deb file."""
    return subprocess.run(
        ["dpkg-deb", "-f", package, "Version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def _configure():
    if not KEYRING.exists():
        raise Problem(
            f"{KEYRING} is missing, so Debian's packages cannot be verified.",
            f"Install it with: apt-get install debian-archive-keyring. {OTHERWISE}",
        )
    home = CACHE / "apt"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "status").touch()
    mirror = _mirror()
    (home / "sources.list").write_text(
        "".join(
            f"deb [signed-by={KEYRING}] {mirror} {suite} main\n" for suite in SUITES
        )
    )
    config = home / "apt.conf"
    config.write_text(
        f"""Dir::Etc::sourcelist "{home}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::State "{home}/state";
Dir::State::status "{home}/status";
Dir::Cache "{home}/cache";
Acquire::Languages "none";
// apt's own download user may not enter a private cache folder
APT::Sandbox::User "root";
"""
    )
    return config


def _mirror():
    """Return the address from which this machine gets Debian's main archive."""
    try:
        targets = subprocess.run(
            [
                "apt-get",
                "indextargets",
                "--format",
                "$(RELEASE) $(SITE)",
                "Created-By: Packages",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Problem(
            "This machine has no working apt, so Odoo's package cannot be fetched.",
            OTHERWISE,
        ) from error
    for line in targets.splitlines():
        release, _, site = line.partition(" ")
        if MAIN_ARCHIVE.match(release):
            return site
    raise Problem("apt knows no mirror of Debian's main archive here.", OTHERWISE)
