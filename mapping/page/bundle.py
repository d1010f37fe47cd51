"""Our ES modules as one script, and Leaflet's style, for a page that has no server to load them from.

Each module becomes a function whose result is its exports, in the order of their imports. The modules keep to the
plain forms `import { a, b } from "./x.js"` and `export function | class | const`, and `bundle_modules` refuses others.
"""

import re
from pathlib import Path

from mapping.errors import SettingsError

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_IMAGES = re.compile(r"url\(images/[^)]*\)")
_OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def bundle_modules(entry: Path) -> str:
    """Join a module and all that it imports.

    Args:
        entry: The module to start from; the others lie beside it.

    Raises:
        SettingsError: A module is missing, has a form of import or export that is not known here, or imports run in a
            circle.
    """
    order: list[str] = []
    _visit(entry.parent, entry.stem, order, ())
    modules = "".join(_wrap(entry.parent / f"{name}.js") for name in order)
    return f'"use strict";\n{{\n{modules}}}\n'


def read_leaflet(static: Path) -> tuple[str, str]:
    """Leaflet's script, and its style without its pictures, which belong to controls that no page of ours has.

    Raises:
        SettingsError: The folder lacks them, as in a copy of the sources that was never installed.
    """
    script, style = (_read(static / "vendor" / "leaflet" / name) for name in ("leaflet.js", "leaflet.css"))
    return script, _IMAGES.sub("none", style)


def _visit(folder: Path, name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in order:
        return
    if name in above:
        raise SettingsError(f"static/js: {' -> '.join((*above, name))} import each other in a circle")
    for _, other in _IMPORT.findall(_read(folder / f"{name}.js")):
        _visit(folder, other, order, (*above, name))
    order.append(name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SettingsError(f"{path} is missing: install Dateline again") from error


def _wrap(path: Path) -> str:
    """One module as `const m_x = (() => { ...; return { a, b }; })();`."""
    text = _read(path)
    names = [name for _, name in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_take_imports, text))
    other = _OTHER.search(body)
    if other:
        raise SettingsError(f"{path.name}: the form {other[0]!r} cannot be bundled, see mapping/page/bundle.py")
    return f"const {_variable(path.stem)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"


def _take_imports(match: re.Match[str]) -> str:
    return f"const {{{match[1].replace(' as ', ': ')}}} = {_variable(match[2])};\n"


def _variable(name: str) -> str:
    return "m_" + name.replace("-", "_")
