"""The self-contained file: everything inside, nothing that a text could break out of."""

import json
import re
from pathlib import Path

import pytest

from mapping.errors import SettingsError, StoreError
from mapping.page.bundle import bundle_modules, read_leaflet
from mapping.page.saved_map import write_map, write_safe_json
from mapping.settings import find_folder
from tests.map_events import EVENTS, make_story

DOCUMENTS = {event.doc_id: make_story(event) for event in EVENTS}


def test_the_file_names_nothing_outside(tmp_path: Path) -> None:
    """No script, style, picture or font is loaded; the policy would refuse it anyway."""
    path = tmp_path / "map.html"
    assert write_map(EVENTS, DOCUMENTS, path) == len(EVENTS)
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=", html)
    page = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"url\((?![\"']?(?:data:|#))", page)
    assert "default-src &#39;none&#39;" in html


def test_the_data_holds_every_event(tmp_path: Path) -> None:
    """Details stand in the order of the columns' rows."""
    write_map(EVENTS, DOCUMENTS, tmp_path / "map.html")
    html = (tmp_path / "map.html").read_text(encoding="utf-8")
    match = re.search(r'id="events-data">(.*?)</script>', html, re.S)
    assert match
    data = json.loads(match[1])
    assert [detail["id"] for detail in data["details"]] == ["e4", "e3", "e5", "e1", "e6", "e2", "e7"]


def test_the_same_events_give_the_same_file(tmp_path: Path) -> None:
    """No clock and no random name gets into the file."""
    for name in ("a", "b"):
        write_map(EVENTS, DOCUMENTS, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """The message names the file and the reason."""
    with pytest.raises(StoreError, match=r"cannot be written to .*nowhere.*No such file"):
        write_map(EVENTS, DOCUMENTS, tmp_path / "nowhere" / "map.html")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("</script><script>alert(1)</script>", id="script"),
        pytest.param("<!--<script>", id="comment"),
        pytest.param('"quotes" and \\ backslash\n\t\0', id="quotes and controls"),
        pytest.param("{{7*7}} ${7*7} `x` &amp; 'y'", id="templates"),
        pytest.param("Ibārahīm 北京 😀 \u2028", id="other scripts"),
    ],
)
def test_safe_json_says_the_same_without_a_dangerous_character(text: str) -> None:
    """What comes back is the text, and what stands in the file is letters and escapes."""
    written = write_safe_json({text: [text, 1, None, True]})
    assert json.loads(written) == {text: [text, 1, None, True]}
    assert not re.search(r"[<>&'`${}]", written.strip("{}"))
    assert written.isascii()


def test_the_bundle_joins_every_module_once() -> None:
    """All modules but the Worker's are in, imports before their users, and no form of import or export is left."""
    script = bundle_modules(find_folder("static") / "js" / "layers.js")
    names = re.findall(r"^const (m_\w+) = ", script, re.M)
    assert len(names) == len(set(names)) == len(list((find_folder("static") / "js").glob("*.js"))) - 1
    assert names[-1] == "m_layers"
    assert not re.search(r"^(?:import|export)\b", script, re.M)


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        pytest.param({"a": 'import { b } from "./b.js";\n'}, "b.js is missing", id="missing"),
        pytest.param({"a": 'import b from "./b.js";\n'}, "'import b from", id="default import"),
        pytest.param({"a": "export default 3;\n"}, "'export default 3;'", id="default export"),
        pytest.param(
            {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'},
            "a -> b -> a import each other",
            id="circle",
        ),
    ],
)
def test_what_cannot_be_bundled_is_refused(tmp_path: Path, modules: dict[str, str], message: str) -> None:
    """The error names the module and the form."""
    for name, text in modules.items():
        (tmp_path / f"{name}.js").write_text(text)
    with pytest.raises(SettingsError, match=message):
        bundle_modules(tmp_path / "a.js")


def test_a_copy_that_was_never_installed_says_so(tmp_path: Path) -> None:
    """Leaflet is fetched when Dateline is installed."""
    with pytest.raises(SettingsError, match=r"leaflet\.js is missing: install Dateline again"):
        read_leaflet(tmp_path)
