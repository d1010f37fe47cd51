"""Tests of mapping.telling.word_pieces."""

import pytest

from mapping.telling.word_pieces import cut_text

PIECES = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "shell",
    "##ed",
    "##ing",
    "##e",
    "##d",
    "the",
    "port",
    "a",
    "##b",
    "cafe",
    "'",
    "s",
]
PIECES += [".", "-", "s", "北", "京", "##京", "$", "3"]
ROWS = {piece: row for row, piece in enumerate(PIECES)}


def _cut(text: str) -> list[tuple[str, str]]:
    """Each piece with the characters of the text that it stands for."""
    return [(PIECES[piece.row], text[piece.start : piece.end]) for piece in cut_text(text, ROWS)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Shelled the port.", ["shell", "##ed", "the", "port", "."]),
        ("shellede", ["shell", "##ed", "##e"]),
        ("the shelldeb", ["the", "shell", "##d", "##e", "##b"]),
        ("port-a's", ["port", "-", "a", "'", "s"]),
        ("\tport\n\u00a0a ", ["port", "a"]),
        ("$3", ["$", "3"]),
        ("北京", ["北", "京"]),
        ("zzz the", ["[UNK]", "the"]),
        ("porta", ["[UNK]"]),
        ("a" * 101 + " a", ["[UNK]", "a"]),
        ("[CLS]", ["[UNK]", "[UNK]", "[UNK]"]),
        ("", []),
        (" \u200b ", []),
    ],
    ids=[
        "longest",
        "again",
        "end",
        "signs",
        "spaces",
        "money",
        "ideographs",
        "unknown",
        "stuck",
        "endless",
        "marks",
        "empty",
        "unseen",
    ],
)
def test_words_are_cut_greedily(text: str, pieces: list[str]) -> None:
    """The longest known beginning first; one unknown letter makes the whole word unknown, and a text has no marks."""
    assert [piece for piece, _ in _cut(text)] == pieces


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The CAFÉ", [("the", "The"), ("cafe", "CAFÉ")]),
        ("cafe\u0301 a", [("cafe", "cafe"), ("a", "a")]),
        ("po\u00adrt", [("port", "po\u00adrt")]),
        ("The Şhelled", [("the", "The"), ("shell", "Şhell"), ("##ed", "ed")]),
    ],
    ids=["accent", "combining", "soft hyphen", "inside"],
)
def test_pieces_keep_their_places(text: str, parts: list[tuple[str, str]]) -> None:
    """Letters lose case and accents, and still stand for what is written."""
    assert _cut(text) == parts
