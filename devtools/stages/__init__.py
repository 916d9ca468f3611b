"""The stages of ./dev test, one a file; STAGES is the order in which they run."""

from . import (
    bench,
    blackbox,
    click,
    generic,
    i18n,
    lint,
    uninstall,
    unit,
)

STAGES = {
    stage.__name__.rpartition(".")[2]: stage
    for stage in (lint, unit, generic, i18n, blackbox, click, uninstall, bench)
}
