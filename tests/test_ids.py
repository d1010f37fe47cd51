"""Tests of short ids made out of what they stand for."""

import pytest

from mapping.ids import hash_blocks, hash_key


@pytest.mark.parametrize(
    ("key", "digits", "expected"),
    [
        ("Kirkuk", 16, "0f79b329f0de15fc"),
        ("Kirkuk", 12, "0f79b329f0de"),
        ("half a pair: \ud83d", 16, "db5334560aa69a7c"),
    ],
    ids=["as long as most", "shorter", "a lone surrogate"],
)
def test_an_id_never_changes(key: str, digits: int, expected: str) -> None:
    """Stores and links keep ids: another way to make them would lose what was kept."""
    assert hash_key(key, digits=digits) == expected


def test_blocking_keys_are_sorted() -> None:
    """In whatever order what they stand for comes."""
    assert hash_blocks({"d|1", "d|2", "d|\ud83d"}) == tuple(sorted(hash_blocks(["d|\ud83d", "d|2", "d|1"])))
    assert [len(key) for key in hash_blocks(["d|1"])] == [12]
