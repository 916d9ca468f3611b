"""What the tests from outside share; ``./dev test blackbox`` runs them."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, os.fspath(Path(__file__).parent))

from hospital import Hospital  # noqa: E402  (the folder is put on the path first)


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "after(*names): skipped unless the tests named have passed"
    )


def _setting(name):
    if name not in os.environ:
        raise pytest.UsageError(
            f"{name} is not set; run these tests by ./dev test blackbox"
        )
    return os.environ[name]


@pytest.fixture(scope="session")
def hospital():
    """Return the hospital, where proven hours too are agreed to by people."""
    hospital = Hospital(_setting("VOLUNTEER_TEST_URL"), _setting("VOLUNTEER_TEST_DB"))
    at_once = hospital.admin.ref("volunteer_hours.volunteer_approval_route_proven")
    hospital.admin("volunteer.approval.route", "write", [at_once], {"active": False})
    return hospital


@pytest.fixture(scope="session")
def output():
    """Return the folder for what the tests leave to be looked at."""
    folder = Path(
        os.environ.get("VOLUNTEER_SHOTS_DIR")
        or Path(os.environ.get("VOLUNTEER_TEST_OUTPUT", "/tmp")) / "shots"
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder
