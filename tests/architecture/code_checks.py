"""Checks of the house that read the code. Each takes a tree and returns one sentence for each fault."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Tree, is_test, module_is, under

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Who may import inside a function, and why. Keep it short.
IMPORTS_LATER = {
    "src/caicach/config/startup.py": "checks the machine before Django is loaded",
    "src/caicach/config/commands/start.py": "checks the machine before Django is loaded",
    "src/caicach/config/commands/verify.py": "names the data folder before the settings are read",
    "src/caicach/config/commands/test.py": "the tests' own modules are there only for this command",
}
# Who may write outside an action, and why.
WRITES = {
    "src/caicach/audit/actions.py": "the trail itself; its callers hold the transaction",
}
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def parsed(files: Tree, *, tests: bool = False) -> Iterator[tuple[str, ast.Module]]:
    """The product's modules, read."""
    for path, text in under(files, "src/").items():
        if path.endswith(".py") and (tests or not is_test(path)) and "/migrations/" not in path:
            yield path, ast.parse(text)


def hidden_mechanics(files: Tree) -> list[str]:
    """No signal receiver, no eval or exec, no star import."""
    faults = []
    for path, module in parsed(files, tests=True):
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
                faults.append(f"{path}:{node.lineno}: {node.func.id}()")
            if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
                faults.append(f"{path}:{node.lineno}: star import")
            if isinstance(node, Function) and any(called(mark) == "receiver" for mark in node.decorator_list):
                faults.append(f"{path}:{node.lineno}: @receiver")
    return faults


def hidden_imports(files: Tree) -> list[str]:
    """Imports stand at the top, but for the few that say why not."""
    faults = []
    for path, module in parsed(files):
        if path in IMPORTS_LATER:
            continue
        for function in (node for node in ast.walk(module) if isinstance(node, Function)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    faults.append(f"{path}:{node.lineno}: import inside {function.name}()")
    return sorted(set(faults))


def floats_in_rules(files: Tree) -> list[str]:
    """Rules count in whole numbers and exact decimals."""
    faults = []
    for path, module in parsed(files):
        if not module_is(path, "rules"):
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                faults.append(f"{path}:{node.lineno}: {node.value!r}")
            if isinstance(node, ast.Name) and node.id == "float":
                faults.append(f"{path}:{node.lineno}: float")
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and whole(node.left) and whole(node.right):
                faults.append(f"{path}:{node.lineno}: whole numbers divided with /")
    return faults


def unlike_actions(files: Tree) -> list[str]:
    """A public function that writes is an action: keyword-only, `actor` and `at` given, one transaction."""
    faults = []
    for path, module in parsed(files):
        if not module_is(path, "actions") or path in WRITES:
            continue
        for node in module.body:
            if not isinstance(node, Function) or node.name.startswith("_"):
                continue
            atomic = any(called(mark) == "atomic" for mark in node.decorator_list)
            if not atomic and not list(writes(node)):
                continue
            given = {argument.arg for argument in node.args.kwonlyargs}
            if node.args.args or node.args.posonlyargs:
                faults.append(f"{path}:{node.lineno}: {node.name} takes arguments without their names")
            faults += [
                f"{path}:{node.lineno}: {node.name} has no `{name}`" for name in ("actor", "at") if name not in given
            ]
            if not atomic:
                faults.append(f"{path}:{node.lineno}: {node.name} writes outside a transaction of its own")
    return faults


def writes_elsewhere(files: Tree) -> list[str]:
    """Only actions, the demo and migrations write to the database."""
    return [
        f"{path}:{node.lineno}: {node.func.attr}()"
        for path, module in parsed(files)
        if not module_is(path, "actions", "demo") and path not in WRITES
        for node in writes(module)
        if isinstance(node.func, ast.Attribute)
    ]


def wordless(files: Tree) -> list[str]:
    """Every public function of rules and actions says what it means to the office."""
    return [
        f"{path}:{node.lineno}: {node.name} has no docstring"
        for path, module in parsed(files)
        if module_is(path, "actions", "rules")
        for node in module.body
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def writes(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that look like a write to a model: save() and delete() bare, update() and create() with names only."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, named_only = node.func.attr, not node.args
        unpacked = any(keyword.arg is None for keyword in node.keywords)
        bare = not node.args and all(
            keyword.arg in ("update_fields", "force_insert", "using") for keyword in node.keywords
        )
        if (
            name in ALWAYS_WRITES
            or (name in ("save", "delete") and bare)
            or (name in ("create", "update") and named_only and (node.keywords or unpacked))
        ):
            yield node


def called(mark: ast.expr) -> str:
    """The last name of a decorator."""
    mark = mark.func if isinstance(mark, ast.Call) else mark
    return mark.attr if isinstance(mark, ast.Attribute) else mark.id if isinstance(mark, ast.Name) else ""


def whole(node: ast.expr) -> bool:
    """Whether an expression is a whole number as written."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int)
