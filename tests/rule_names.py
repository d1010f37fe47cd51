"""The names of rules, read from the code itself, so that a rule without a line in the documentation is found."""

import ast
import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mapping"
# Where a function returns a pair like these, the second part is a rule.
_PAIRS = ("tuple[float, str]", "tuple[date | None, str]")
_MIN_PIECE_CHARS = 4


@cache
def find_rule_names() -> dict[str, frozenset[str]]:
    """The rules that each module of `mapping` names: values of anything called `rule` or `..._rule`.

    Returns:
        By the module's path in the package ("imports/placing"), modules without any left out. Of a name that is put
        together, each fixed piece of four characters and more stands for it.
    """
    trees = {path.relative_to(PACKAGE).with_suffix("").as_posix(): _parse(path) for path in PACKAGE.rglob("*.py")}
    positions: dict[str, set[int]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            for name, index in _list_takers(node):
                positions.setdefault(name, set()).add(index)
    shared = {name: value for tree in trees.values() for name, value in _list_constants(tree) if name.isupper()}
    found = {module: frozenset(_Reader(tree, positions, shared).read()) for module, tree in trees.items()}
    return {module: names for module, names in sorted(found.items()) if names}


def read_timex_rules() -> set[str]:
    """The rules of the table of time expressions; macros are parts of rules and never reported."""
    with (ROOT / "geodata" / "timex_rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["rule"] for row in csv.DictReader(file) if row["reader"] != "macro"}


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_rule(name: str | None) -> bool:
    return name is not None and (name == "rule" or name.endswith("_rule"))


def _list_takers(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Where a function, or a class by its fields, takes a rule among its positional arguments."""
    if isinstance(node, ast.FunctionDef):
        names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
    elif isinstance(node, ast.ClassDef):
        fields = (item.target for item in node.body if isinstance(item, ast.AnnAssign))
        names = [field.id for field in fields if isinstance(field, ast.Name)]
    else:
        return
    yield from ((node.name, index) for index, name in enumerate(names) if _is_rule(name))


class _Reader:
    """Reads the rules out of one module."""

    def __init__(self, tree: ast.Module, positions: dict[str, set[int]], shared: dict[str, ast.expr]) -> None:
        self._tree = tree
        self._positions = positions
        self._constants = shared | dict(_list_constants(tree))

    def read(self) -> Iterator[str]:
        """Every text that a rule of this module can be."""
        for node in ast.walk(self._tree):
            for value in self._list_values(node):
                yield from self._read_texts(value)

    def _list_values(self, node: ast.AST) -> Iterator[ast.expr]:
        """The expressions that give a rule its value at one node of the syntax tree."""
        if isinstance(node, ast.keyword) and _is_rule(node.arg):
            yield node.value
        elif isinstance(node, ast.Assign):
            pairs = (pair for target in node.targets for pair in _pair_up(target, node.value))
            yield from (value for name, value in pairs if _is_rule(name))
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            pairs = (pair for item in node.iter.elts for pair in _pair_up(node.target, item))
            yield from (value for name, value in pairs if _is_rule(name))
        elif isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) in _PAIRS:
            returns = (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return))
            yield from (second for value in returns if value for second in _list_seconds(value))
        elif isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            yield from (node.args[index] for index in self._positions.get(name, ()) if index < len(node.args))

    def _read_texts(self, value: ast.expr) -> Iterator[str]:
        """The texts that an expression can be, as far as they stand in the module."""
        if isinstance(value, ast.IfExp):
            yield from self._read_texts(value.body)
            yield from self._read_texts(value.orelse)
        elif isinstance(value, ast.Name) and value.id in self._constants:
            yield from self._read_texts(self._constants[value.id])
        elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value
        elif isinstance(value, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.FormattedValue) else part for part in value.values)
            parts = (self._constants.get(part.id, part) if isinstance(part, ast.Name) else part for part in parts)
            fixed = (part.value for part in parts if isinstance(part, ast.Constant))
            pieces = (piece.strip(" ,") for piece in fixed if isinstance(piece, str))
            yield from (piece for piece in pieces if len(piece) >= _MIN_PIECE_CHARS)


def _list_constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What a module sets at its top, by name."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (pair for target in node.targets for pair in _pair_up(target, node.value))


def _pair_up(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names with what they are set to, also where several are set at once."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for inner, part in zip(target.elts, value.elts, strict=False):
            yield from _pair_up(inner, part)


def _list_seconds(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from _list_seconds(value.body)
        yield from _list_seconds(value.orelse)
    elif isinstance(value, ast.Tuple) and len(value.elts) > 1:
        yield value.elts[1]
