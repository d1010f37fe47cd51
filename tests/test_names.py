"""mapping/index/names.py: one key for the many spellings of a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.index.names import normalise_name, spell_variants, split_division


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param("Kirkuk", "KIRKUK", id="case"),
        pytest.param("São Paulo", "Sao Paulo", id="accents"),
        pytest.param("Łódź", "Lodz", id="letters-that-do-not-decompose"),
        pytest.param("Xi'an", "Xi’an", id="kinds-of-apostrophe"),
        pytest.param("Sana'a", "Sanaa", id="apostrophe-left-out"),
        pytest.param("Tal-Afar", "Tal Afar", id="hyphen"),
        pytest.param("St. Louis", "Saint Louis", id="saint"),
        pytest.param("Ste. Marie", "Sainte-Marie", id="sainte"),
        pytest.param("Mt. Hood", "Mount Hood", id="mount"),
        pytest.param("Ft. Worth", "Fort Worth", id="fort"),
        pytest.param("Platte Co.", "Platte County", id="county"),
        pytest.param("Jerome Twp.", "Jerome Township", id="township"),
        pytest.param("El-Arish", "al-Arish", id="arabic-article"),
        pytest.param("Washington, D.C.", "Washington DC", id="initials"),
        pytest.param("U.S.", "US", id="abbreviation"),
        pytest.param("İzmir", "Izmir", id="turkish-dotted-i"),
        pytest.param("Орёл", "Орел", id="cyrillic-yo"),
        pytest.param("إيران", "ايران", id="arabic-hamza"),
        pytest.param("کابل", "كابل", id="persian-keyboard"),
        pytest.param("יְרוּשָׁלַיִם", "ירושלים", id="hebrew-points"),
        pytest.param("  New\u00a0  York ", "New York", id="blanks"),
    ],
)
def test_spellings_of_one_name_share_a_key(written: str, other: str) -> None:
    """Two ways of writing the same name give the same key."""
    assert normalise_name(written) == normalise_name(other) != ""


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param("Nigeria", "Niger", id="longer-name"),
        pytest.param("กาฬ", "กาฬสินธุ์", id="thai-vowel-signs-kept"),
        pytest.param("Tripoli", "Tripolis", id="ending"),
        pytest.param("दिल्ली", "दलल", id="devanagari-vowel-signs-kept"),
    ],
)
def test_different_names_keep_different_keys(written: str, other: str) -> None:
    """Normalising does not merge names that differ in more than their spelling."""
    assert normalise_name(written) != normalise_name(other)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """A key is its own key, whatever the text, so keys can be looked up again."""
    key = normalise_name(text)
    assert normalise_name(key) == key


@pytest.mark.parametrize("text", ["", "...", " - ", "'"])
def test_text_without_letters_has_an_empty_key(text: str) -> None:
    """Punctuation alone is no name."""
    assert normalise_name(text) == ""


@pytest.mark.parametrize(
    ("key", "base", "word"),
    [
        ("kirkuk province", "kirkuk", "province"),
        ("province of kirkuk", "kirkuk", "province"),
        ("alameda county", "alameda", "county"),
        ("state of new york", "new york", "state"),
        ("county cork", "cork", "county"),
    ],
)
def test_division_words_come_off(key: str, base: str, word: str) -> None:
    """The word for a division is told from the name that it goes with."""
    division = split_division(key)
    assert division is not None
    assert (division.base, division.word) == (base, word)


@pytest.mark.parametrize("key", ["kirkuk", "province", "province cork"])
def test_names_without_a_division_word_are_left(key: str) -> None:
    """A word alone, or before the name without "of", is part of the name."""
    assert split_division(key) is None


@pytest.mark.parametrize(
    ("key", "country", "variant"),
    [
        ("as suwayda", "SY", "suwayda"),
        ("as suwayda", "SY", "al suwayda"),
        ("al basrah", "IQ", "basra"),
        ("ash sharqiyah", "EG", "al sharqiya"),
        ("an nasiriyah", "IQ", "nasiriya"),
    ],
)
def test_arab_names_get_their_press_spelling(key: str, country: str, variant: str) -> None:
    """The article's sounds and the feminine ending vary in the press."""
    assert variant in set(spell_variants(key, country))


@pytest.mark.parametrize(("key", "country"), [("al basrah", "ES"), ("an lac", "VN"), ("البصرة", "IQ")])
def test_other_names_get_no_arab_spelling(key: str, country: str) -> None:
    """Only Latin names of Arab countries are respelt."""
    assert list(spell_variants(key, country)) == []
