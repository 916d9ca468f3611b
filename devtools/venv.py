"""The virtual environment Odoo and the tools run in, made from requirements.txt."""

import shutil
import subprocess
import sys

from .console import Problem, run_logged, step
from .paths import CACHE, DEVTOOLS, LOGS, short_hash

OLDEST, NEWEST = (3, 10), (3, 13)
REQUIREMENTS = DEVTOOLS / "requirements.txt"


def ensure():
    """Return the environment's folder, one for each Python and requirements file."""
    python, version = _interpreter()
    key = short_hash(REQUIREMENTS.read_text(encoding="utf-8"))
    home = CACHE / f"venv-{version}-{key}"
    complete = home / "complete"
    if complete.exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    with step(f"installing Python packages for Python {version}"):
        log = LOGS / "setup.log"
        run_logged(
            [python, "-m", "venv", home], log, "On Debian: apt-get install python3-venv"
        )
        pip = [home / "bin" / "pip", "--disable-pip-version-check", "--no-input"]
        run_logged(
            [*pip, "install", "--require-hashes", "-r", REQUIREMENTS],
            log,
            "Check the network and pip's settings (pip config list), then start again.",
        )
    complete.touch()
    return home


def _interpreter():
    """Return (path, "3.x") of a supported Python: this one, or one on the PATH."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable, f"{sys.version_info[0]}.{sys.version_info[1]}"
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        python = shutil.which(f"python3.{minor}")
        if (
            python
            and not subprocess.run(
                [python, "-c", ""], capture_output=True, check=False
            ).returncode
        ):
            return python, f"3.{minor}"
    raise Problem(
        f"Odoo 19 needs Python 3.10 to 3.13; this is {sys.version.split()[0]}.",
        "Install one of them (apt-get install python3.13-venv) and start again.",
    )
