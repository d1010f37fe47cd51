"""One spelling for the many ways in which people write a place name.

The gazetteer stores each name under its normalised key and looks names up by the same key, so both sides agree.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not decompose, as atlases transliterate them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h",
        "ŋ": "ng", "ŧ": "t", "ĸ": "q", "ſ": "s", "ß": "ss", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɛ": "e", "ɔ": "o",
        # Arabic, Persian, Urdu and Kurdish keyboards write the same letter with different characters.
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه",
        "ё": "е",
    }
)  # fmt: skip

# Latin and Greek accents, Arabic and Hebrew vowel points, the Arabic elongation; never the vowel signs of Indic or
# Thai scripts, without which other words result.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u064b-\u065f\u0670\u0640\u200b-\u200f\ufeff]")
_APOSTROPHES = re.compile("['’‘ʻʼʽʾʿ`´′ʹ΄]")
_INITIAL_DOT = re.compile(r"(?<!\w)(\w)\.")
_GAP = re.compile(r"[\W_]+")

_WORDS = {
    "saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "el": "al",
    "co": "county", "twp": "township", "hts": "heights", "mtn": "mountain", "mtns": "mountains",
}  # fmt: skip

DIRECTIONS: dict[str, tuple[int, int]] = {
    word: point
    for words, point in (
        (("north", "northern"), (0, 1)),
        (("south", "southern"), (0, -1)),
        (("east", "eastern"), (1, 0)),
        (("west", "western"), (-1, 0)),
        (("northeast", "northeastern", "north eastern", "north east"), (1, 1)),
        (("northwest", "northwestern", "north western", "north west"), (-1, 1)),
        (("southeast", "southeastern", "south eastern", "south east"), (1, -1)),
        (("southwest", "southwestern", "south western", "south west"), (-1, -1)),
        (("central", "mid", "middle"), (0, 0)),
    )
    for word in words
}
"""The words for parts of a place, and where they point: steps east and north; (0, 0) is the middle."""

DIVISION_WORDS = frozenset(
    {
        "province", "governorate", "region", "district", "county", "state", "department", "prefecture",
        "oblast", "krai", "rayon", "raion", "canton", "municipality", "parish", "division", "voivodeship",
        "territory", "emirate", "okrug", "republic", "borough", "subdistrict", "muhafazah", "vilayet", "wilaya",
    }
)  # fmt: skip
"""Words that turn a name into that of a division: "Kirkuk province", "Province of Kirkuk"."""


@lru_cache(maxsize=1 << 16)
def normalise_name(name: str) -> str:
    """The key under which a place name is stored and looked up.

    Case, accents, apostrophes, hyphens and other punctuation do not count; "Saint" and "St.", "Mount" and "Mt.",
    "County" and "Co.", the Arabic article as "Al" and "El" are one; letters that keyboards of one script write in
    several ways are one. Scripts are kept: the gazetteer holds names in each.

    Args:
        name: As somebody wrote it; may be empty.

    Returns:
        Words with single spaces between them; "" where no letter or digit is left.
    """
    text = name.lower() if name.isascii() else _fold(name)
    text = _APOSTROPHES.sub("", text)
    text = _GAP.sub(" ", _INITIAL_DOT.sub(r"\1", text)).strip()
    if text.isascii():
        return " ".join(_WORDS.get(word, word) for word in text.split(" "))
    return text


def _fold(name: str) -> str:
    """A name in small letters without accents, letters that are written in several ways as one."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", text)).translate(_LETTERS)


@dataclass(frozen=True, kw_only=True, slots=True)
class DivisionName:
    """A name taken apart: "Province of Kirkuk" is `base` "kirkuk" and `word` "province", both normalised."""

    base: str
    word: str


def split_division(key: str) -> DivisionName | None:
    """Take the word for a division off a normalised name, or None where it carries none.

    It stands after the name, before it with "of", and of the counties of Ireland before it without.
    """
    words = key.split(" ")
    if len(words) > 1 and words[0] == "county" and words[1] != "of":
        return DivisionName(base=" ".join(words[1:]), word=words[0])
    if len(words) > 2 and words[0] in DIVISION_WORDS and words[1] == "of":
        return DivisionName(base=" ".join(words[2:]), word=words[0])
    if len(words) > 1 and words[-1] in DIVISION_WORDS:
        return DivisionName(base=" ".join(words[:-1]), word=words[-1])
    return None


# Before these letters the Arabic article takes their sound: "ash-Sharqiyah" for "al-Sharqiyah".
_SUN_ARTICLE = re.compile(r"^(?:a(?P<sound>dh|sh|th|d|n|r|s|t|z)|al) (?P<rest>(?(sound)(?P=sound)|)\w.*)$")


def spell_variants(key: str, country_code: str) -> Iterator[str]:
    """Other keys under which the press writes a name, for the index.

    GeoNames gives Arab towns their formal transliteration ("As Suwaydā'"); newspapers write the article as "al" or
    leave it out, and drop the final h of the feminine ending.

    Args:
        key: A normalised name in Latin script.
        country_code: ISO 3166-1 alpha-2 code of the place, which says in what language it is named.
    """
    if country_code not in ARABIC_COUNTRIES or not key.isascii():
        return
    article = _SUN_ARTICLE.match(key)
    bare = article["rest"] if article else key
    for form in (bare, f"al {bare}") if article else (bare,):
        if form != key:
            yield form
        if len(bare) > 5 and form.endswith("ah"):
            yield form.removesuffix("h")


ARABIC_COUNTRIES = frozenset(
    {
        "AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA",
        "SA", "SD", "SO", "SY", "TD", "TN", "YE",
    }
)  # fmt: skip
"""Countries whose places carry Arabic names."""
