"""Compare and merge translation files; runs in the virtual environment, for polib.

catalogues.py same FILE.pot EXPORTED.pot      what differs
catalogues.py complete zh_CN.po EXPORTED.pot  terms missing, untranslated or obsolete
catalogues.py merge zh_CN.po EXPORTED.pot     rewrite zh_CN.po; terms still to translate
catalogues.py texts ADDON EXPORTED.pot        texts of the code that the export misread
"""

import ast
import sys
from pathlib import Path

import polib

# OCA's checks empty a translation that equals its term; the comment keeps the decision.
SAME = "The same in Chinese."


def read(path):
    return polib.pofile(str(path)) if Path(path).exists() else polib.POFile()


def same(mine, exported):
    old, new = (
        {entry.msgid: entry for entry in read(path)} for path in (mine, exported)
    )
    for msgid in new.keys() - old.keys():
        yield f"not in the file: {msgid!r}"
    for msgid in old.keys() - new.keys():
        yield f"no longer used: {msgid!r}"
    for msgid in old.keys() & new.keys():
        if places(old[msgid]) != places(new[msgid]):
            yield f"used elsewhere than the file says: {msgid!r}"


def places(entry):
    return sorted(place for place, _line in entry.occurrences)


def complete(mine, exported):
    chinese = {entry.msgid: entry for entry in read(mine) if not entry.obsolete}
    terms = {entry.msgid for entry in read(exported)}
    for msgid in terms - chinese.keys():
        yield f"missing: {msgid!r}"
    for msgid in chinese.keys() - terms:
        yield f"no longer used: {msgid!r}"
    for msgid in terms & chinese.keys():
        if not chinese[msgid].translated() and chinese[msgid].tcomment != SAME:
            yield f"not translated: {msgid!r}"


def merge(mine, exported):
    """Keep every translation, with the places of the template, as OCA formats it."""
    known = {entry.msgid: entry for entry in read(mine)}
    new = read(exported)
    new.sort(key=lambda entry: entry.msgid)
    for entry in new:
        if entry.msgid in known:
            entry.msgstr = known[entry.msgid].msgstr
            entry.tcomment = known[entry.msgid].tcomment
        if entry.msgstr == entry.msgid:
            entry.msgstr, entry.tcomment = "", SAME
    new.metadata.update(read(mine).metadata or {"Language": Path(mine).stem})
    new.save(str(mine))
    yield from complete(mine, exported)


def texts(addon, exported):
    """Compare with the texts that the code translates.

    Odoo's export reads words rather than code: a tuple after ``_("…")`` is a text to
    it, and one within an f-string is none.
    """
    written = set()
    for path in Path(addon).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("_", "_lt") and isinstance(node.args[0], ast.Constant):
                written.add(node.args[0].value)
    found = {
        entry.msgid: {
            place.startswith("code:") and place.endswith(".py")
            for place, _line in entry.occurrences
        }
        for entry in read(exported)
    }
    for msgid in written - found.keys():
        yield f"not exported, give it a line of its own: {msgid!r}"
    for msgid, in_code in found.items():
        if in_code == {True} and msgid not in written:
            yield f"exported, but no text: {msgid!r}"


if __name__ == "__main__":
    action, *files = sys.argv[1:]
    actions = {"same": same, "complete": complete, "merge": merge, "texts": texts}
    found = actions[action](*files)
    print("\n".join(sorted(found)))
