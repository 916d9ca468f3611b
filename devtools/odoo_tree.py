"""An Odoo 19 to run: what ODOO_HOME names, or Debian's package in the cache."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from . import debian
from .console import Problem, step
from .paths import CACHE

# Odoo's package links to fonts and scripts of other packages by relative paths, so
# they are unpacked beside it.
# Font Awesome must be 4.7 (Debian 12): version 7 in sid breaks every icon.
PACKAGES = {
    "odoo-19": "sid",
    "fonts-montserrat": "sid",
    "fonts-font-awesome": "bookworm",
    "fonts-inconsolata": "bookworm",
    "fonts-roboto-unhinted": "bookworm",
    "libjs-jquery": "bookworm",
    "libjs-jquery-form": "bookworm",
    "libjs-underscore": "bookworm",
}
# Links to nowhere that no page asks for: this one is for Swiss payment slips.
UNUSED_LINKS = {"l10n_ch/static/src/font/ocrb.otf"}
# Files that bundles name and Debian leaves out: databases must drop them.
LEFT_OUT_ASSETS = {
    "mail/static/lib/selfie_segmentation/selfie_segmentation.js": "web.assets_backend"
}


class OdooTree:
    """A folder for PYTHONPATH, with the package ``odoo`` and its addons inside."""

    def __init__(self, root):
        self.root = Path(root)
        release = self.root / "odoo" / "release.py"
        if not release.is_file():
            raise Problem(
                f"{root} contains no odoo/release.py.",
                "ODOO_HOME is the folder above the package odoo.",
            )
        values = {}
        exec(
            release.read_text(encoding="utf-8"), values
        )  # plain assignments, the format Odoo itself executes
        self.version = values["version"]
        if values["version_info"][:2] != (19, 0):
            raise Problem(
                f"{root} is Odoo {self.version}.", "These addons are for Odoo 19.0."
            )

    @property
    def addons_path(self):
        """Return the folders with Odoo's addons, in the order of searching."""
        # Debian's sibling dist-packages/addons is a duplicate without static files.
        bundled = self.root / "odoo" / "addons"
        return (
            [bundled] if (bundled / "web").is_dir() else [self.root / "addons", bundled]
        )

    def left_out_assets(self):
        """Return {path: bundle} of files that the bundles name and this tree lacks."""
        return {
            path: bundle
            for path, bundle in LEFT_OUT_ASSETS.items()
            if not any((folder / path).exists() for folder in self.addons_path)
        }


def ensure():
    """Return the OdooTree to use, fetching and unpacking it the first time."""
    if home := os.environ.get("ODOO_HOME"):
        return OdooTree(Path(home).expanduser().resolve())
    return OdooTree((_unpacked() or _fetch()) / "usr/lib/python3/dist-packages")


def _unpacked():
    """Return the newest complete tree made from the present list, or None."""
    stamps = sorted(CACHE.glob("odoo-19*/complete.json"))
    return next(
        (
            stamp.parent
            for stamp in reversed(stamps)
            if json.loads(stamp.read_text()) == PACKAGES
        ),
        None,
    )


def _fetch():
    CACHE.mkdir(parents=True, exist_ok=True)
    for left_over in CACHE.glob("fetch-*"):
        shutil.rmtree(left_over)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetch-") as work:
        work = Path(work)
        with step("fetching Odoo 19 from Debian (123 MB)"):
            debian.download(PACKAGES, work)
        version = debian.version_of(next(work.glob("odoo-19_*.deb")))
        tree = work / "tree"
        with step(f"unpacking Odoo {version} (1.2 GB)"):
            for package in sorted(work.glob("*.deb")):
                debian.unpack(package, tree)
            _check_links(tree)
        (tree / "complete.json").write_text(json.dumps(PACKAGES))
        target = CACHE / f"odoo-{version}"
        if target.exists():
            shutil.rmtree(target)
        # Only a whole tree gets the name: an interrupted run leaves nothing like it.
        return tree.rename(target)


def _check_links(tree):
    addons = tree / "usr/lib/python3/dist-packages/odoo/addons"
    dangling = {
        str(path.relative_to(addons))
        for path in addons.rglob("*")
        if path.is_symlink() and not path.exists()
    }
    if unexpected := sorted(dangling - UNUSED_LINKS):
        raise Problem(
            "The unpacked Odoo links to files that are not there:\n  "
            + "\n  ".join(unexpected),
            "The packages that hold them belong in PACKAGES of devtools/odoo_tree.py.",
        )
