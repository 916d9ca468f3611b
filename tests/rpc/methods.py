"""Which methods of our models anybody may call over RPC, read from their source."""

import ast
from dataclasses import dataclass, replace
from pathlib import Path

ADDONS = Path(__file__).parents[2] / "addons"
PREFIXES = ("action_", "get_")
MIXIN = ".mixin"


@dataclass(frozen=True)
class Method:
    """A public method; ``words`` are the parameters that have no default."""

    model: str
    name: str
    words: tuple
    of_model: bool


def public_methods():
    """Return the methods by which our lasting models act, sorted.

    Wizards are left out: each acts through one of these methods. What a mixin can do
    is what its heirs can do.
    """
    found, wizards, heirs = {}, set(), {}
    for path in sorted(ADDONS.glob("*/models/**/*.py")) + sorted(
        ADDONS.glob("*/wizard*/*.py")
    ):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            model, parents = _model_of(node)
            if not model:
                continue
            for parent in parents:
                # What only extends a mixin is no heir of it.
                if parent.endswith(MIXIN) and parent != model:
                    heirs.setdefault(parent, set()).add(model)
            if any(ast.unparse(base) == "models.TransientModel" for base in node.bases):
                wizards.add(model)
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name.startswith(
                    PREFIXES
                ):
                    # What extends a method has its parameters.
                    found.setdefault((model, method.name), _read(model, method))
    for (mixin, name), method in list(found.items()):
        if mixin.endswith(MIXIN):
            del found[mixin, name]
            for model in _heirs(mixin, heirs):
                found.setdefault((model, name), replace(method, model=model))
    return sorted(
        (method for (model, _name), method in found.items() if model not in wizards),
        key=lambda method: (method.model, method.name),
    )


def _heirs(mixin, heirs):
    """Return the models that a mixin goes into, also by way of another mixin."""
    found = set()
    # A class that extends a mixin names it as its parent, too.
    for heir in heirs.get(mixin, set()) - {mixin}:
        found |= _heirs(heir, heirs) if heir.endswith(MIXIN) else {heir}
    return found


def _model_of(node):
    """Return the name of a class's model, or None, and what it inherits."""
    names = {}
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            name = line.targets[0].id
            if name in ("_name", "_inherit"):
                names[name] = ast.literal_eval(line.value)
    parents = names.get("_inherit") or []
    parents = [parents] if isinstance(parents, str) else parents
    return names.get("_name") or (parents[0] if parents else None), parents


def _read(model, method):
    words = [word.arg for word in method.args.args[1:]]
    given = len(words) - len(method.args.defaults)
    return Method(
        model,
        method.name,
        tuple(words[:given]),
        any(ast.unparse(one) == "api.model" for one in method.decorator_list),
    )
