"""What a developer sees: steps with their duration, failures with what to do."""

import contextlib
import os
import subprocess
import sys
import threading
import time

LOG_LINES_SHOWN = 25


class Problem(Exception):
    """Something a developer can act on: what went wrong, and what to do about it."""

    def __init__(self, message, hint=""):
        super().__init__(message)
        self.hint = hint

    def __str__(self):
        message = super().__str__()
        return f"{message}\n{self.hint}" if self.hint else message


def say(text=""):
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Announce a step, show on a terminal that it lives, print how long it took."""
    started = time.monotonic()
    say(f"  → {title}")
    with _ticking(started):
        yield
    say(f"  ✓ {title} ({time.monotonic() - started:.0f} s)")


@contextlib.contextmanager
def _ticking(started):
    if not sys.stdout.isatty():
        yield
        return
    finished = threading.Event()

    def tick():
        while not finished.wait(1):
            print(f"\r    {time.monotonic() - started:.0f} s ", end="", flush=True)
        print("\r" + " " * 20 + "\r", end="", flush=True)

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        finished.set()
        ticker.join()


def run_logged(command, log, hint="", **options):
    """Run a command with its output in ``log``; raise Problem with its end on error."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        try:
            done = subprocess.run(
                [os.fspath(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **options,
            )
        except OSError as error:
            raise Problem(
                f"Cannot run {command[0]}: {error.strerror}.", hint
            ) from error
    if done.returncode:
        raise Problem(
            f"{' '.join(os.fspath(part) for part in command)}\n"
            f"ended with code {done.returncode}. The end of {log}:\n{tail(log)}",
            hint,
        )


def run_shown(command, stdin=subprocess.DEVNULL, **options):
    """Run a command and show its output, set in; return its exit code.

    Programs that count by themselves would otherwise look like our own last line.
    """
    with subprocess.Popen(
        [os.fspath(part) for part in command],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    ) as process:
        for line in process.stdout:
            say(f"    │ {line.rstrip()}")
    return process.returncode


def tail(log):
    """Return the last lines of a log file, indented."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[
        -LOG_LINES_SHOWN:
    ]
    return "\n".join(f"    | {line}" for line in lines)
