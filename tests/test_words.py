"""The words of the templates are in one file, ready to be translated."""

import json
import re
from pathlib import Path

import pytest

from mapping.page.words import load_words
from mapping.settings import find_folder

TEMPLATES = sorted(find_folder("templates").rglob("*.html"))
# Names are the same in every language.
NAMES = {"Dateline", "GeoNames", "Natural Earth", "Leaflet", "UTC", "GeoJSON", "CSV", "JSON", "OpenAPI 3.0"}
_ATTRIBUTES = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]*)"')
_TEXTS = re.compile(r">([^<>]+)<")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|&\w+;", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    """Between tags and in what a reader hears or sees of attributes stand names and keys, no sentences."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"<(script|style|code)\b.*?</\1>", "", text, flags=re.DOTALL)
    found = [part.strip(" ·\n") for part in (*_ATTRIBUTES.findall(text), *_TEXTS.findall(text))]
    assert [words for words in found if re.search(r"[A-Za-z]{2}", words) and words not in NAMES] == []


def test_every_word_is_used_and_every_key_has_a_word() -> None:
    """A translator is given what the templates show, and nothing else."""
    used = {key for path in TEMPLATES for key in re.findall(r"words\.(\w+)", path.read_text(encoding="utf-8"))}
    assert used == set(load_words())
    assert all(load_words().values())


def test_the_file_names_no_key_twice() -> None:
    """JSON would let the last one win."""
    pairs = json.loads((find_folder("templates") / "words.json").read_text("utf-8"), object_pairs_hook=list)
    assert len(pairs) == len({key for key, _ in pairs})
