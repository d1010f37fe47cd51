"""The words of the templates, in one file: `templates/words.json`. A translation is another file with the same keys.

What the page's scripts say is in `static/js/strings.js`.
"""

import json
from functools import cache

from mapping.settings import find_folder


@cache
def load_words() -> dict[str, str]:
    """The words by their keys, as templates name them."""
    words: dict[str, str] = json.loads((find_folder("templates") / "words.json").read_text(encoding="utf-8"))
    return words
