"""Which pages our controllers offer, read from their source."""

import ast
from functools import cache
from pathlib import Path

ADDONS = Path(__file__).parents[2] / "addons"
OPEN_TO = ("user", "public")


def pages():
    """Return the addresses of all routes that a browser opens with GET.

    Converters stay in them, as ``/my/volunteer/lead/<int:activity_id>``. Of several
    addresses of one page the first counts.
    """
    trees = {path: _parse(path) for path in sorted(ADDONS.glob("*/controllers/*.py"))}
    found = set()
    for path, tree in trees.items():
        names = _constants(path)
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            for route in _routes(node):
                options = {word.arg: word.value for word in route.keywords}
                auth = ast.literal_eval(options["auth"])
                kind = ast.literal_eval(options["type"])
                methods = ast.literal_eval(options.get("methods", ast.List([])))
                assert auth in OPEN_TO, f"{path}: {node.name} is open to {auth}"
                if kind == "http" and (not methods or "GET" in methods):
                    address = _value(route.args[0], names)
                    found.add(address[0] if isinstance(address, list) else address)
    return found


def _routes(function):
    """Yield the calls of ``http.route`` that say an address; the others extend one."""
    for call in function.decorator_list:
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "route"
            and call.args
        ):
            yield call


@cache
def _parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _source(node, path):
    """Return the file of ours that a module imports from, or None."""
    if node.level:
        folder = path.parents[node.level - 1]
        parts = (node.module or "").split(".")
    else:
        folder, parts = ADDONS, node.module.split(".")
        if parts[:2] != ["odoo", "addons"]:
            return None
        parts = parts[2:]
    source = folder.joinpath(*parts).with_suffix(".py")
    return source if source.is_file() else None


@cache
def _constants(path):
    """Return what the names at the top of a module stand for, if it is text."""
    names = {}
    for node in _parse(path).body:
        if isinstance(node, ast.ImportFrom):
            if source := _source(node, path):
                known = _constants(source)
                for alias in node.names:
                    if alias.name in known:
                        names[alias.asname or alias.name] = known[alias.name]
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
            for name, value in pairs:
                try:
                    names[name.id] = _value(value, names)
                except _NoText:
                    continue
    return names


class _NoText(Exception):
    """An expression that is no text made of known texts."""


def _value(node, names):
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.JoinedStr(values=parts):
            return "".join(_value(part, names) for part in parts)
        case ast.FormattedValue(value=value):
            return _value(value, names)
        case ast.List(elts=elements):
            return [_value(element, names) for element in elements]
    raise _NoText(ast.dump(node))
