"""Which methods of our models anybody may call over RPC, read from their source."""

import ast
from dataclasses import dataclass
from pathlib import Path

ADDONS = Path(__file__).parents[2] / "addons"
PREFIXES = ("action_", "get_")


@dataclass(frozen=True)
class Method:
    """A public method; ``words`` are the parameters that have no default."""

    model: str
    name: str
    words: tuple
    of_model: bool


def public_methods():
    """Return the methods by which our lasting models act, sorted.

    Wizards are left out: each acts through one of these methods.
    """
    found, wizards = {}, set()
    for path in sorted(ADDONS.glob("*/models/**/*.py")) + sorted(
        ADDONS.glob("*/wizard*/*.py")
    ):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            model = _model_of(node)
            if not model:
                continue
            if any(ast.unparse(base) == "models.TransientModel" for base in node.bases):
                wizards.add(model)
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name.startswith(
                    PREFIXES
                ):
                    # What extends a method has its parameters.
                    found.setdefault((model, method.name), _read(model, method))
    return sorted(
        (method for (model, _name), method in found.items() if model not in wizards),
        key=lambda method: (method.model, method.name),
    )


def _model_of(node):
    """Return the name of a class's model, or None."""
    names = {}
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            name = line.targets[0].id
            if name in ("_name", "_inherit"):
                names[name] = ast.literal_eval(line.value)
    name = names.get("_name") or names.get("_inherit")
    return name[0] if isinstance(name, list) else name


def _read(model, method):
    words = [word.arg for word in method.args.args[1:]]
    given = len(words) - len(method.args.defaults)
    return Method(
        model,
        method.name,
        tuple(words[:given]),
        any(ast.unparse(one) == "api.model" for one in method.decorator_list),
    )
