"""Names in the trie that lie a few slips of the pen away from a misspelt one."""

from mapping.index.trie import NameTrie

_LATIN = " 0123456789abcdefghijklmnopqrstuvwxyz"
_SCRIPTS = (
    ("\u0370", "\u03ff"),
    ("\u0400", "\u04ff"),
    ("\u0531", "\u0587"),
    ("\u05d0", "\u05ea"),
    ("\u0620", "\u06d3"),
    ("\u10d0", "\u10ff"),
)
_MIN_LENGTH = 4
_MAX_DISTANCE = 2


def find_similar_keys(names: NameTrie, key: str, max_distance: int) -> dict[str, int]:
    """All keys of a trie within an edit distance of a normalised name, with their distances.

    An edit inserts, drops or changes a letter or swaps two neighbours (optimal string alignment). What is one edit
    away is spelt out, some hundred keys. For two edits the trie is walked letter by letter, and a branch is left as
    soon as no row of the distance table can come back under the bound. Neither grows with the number of names.

    Args:
        names: A marisa trie of normalised names.
        key: A normalised name; keys of fewer than four letters allow no edit at all.
        max_distance: 0, 1 or 2.

    Source: Schulz and Mihov (2002), "Fast string correction with Levenshtein automata", done with table rows.
    """
    bound = min(max_distance, _MAX_DISTANCE) if len(key) >= _MIN_LENGTH else 0
    found = {key: 0} if key in names else {}
    if bound < 2:
        near = _spell_edits(key, _letters_for(key)) if bound else ()
        return dict.fromkeys(sorted(edit for edit in near if edit in names), 1) | found
    letters = _letters_for(key)
    first = list(range(len(key) + 1))
    pending = [("", first, first)]
    while pending:
        prefix, before, row = pending.pop()
        for letter in letters:
            following = _next_row(key, prefix, letter, row, before)
            if min(following) > bound or next(names.iteritems(prefix + letter), None) is None:
                continue
            if following[-1] <= bound and prefix + letter in names:
                found[prefix + letter] = following[-1]
            pending.append((prefix + letter, row, following))
    return found


def _spell_edits(key: str, letters: str) -> set[str]:
    """Every key that is one edit away."""
    edits: set[str] = set()
    for place in range(len(key) + 1):
        head, tail = key[:place], key[place:]
        edits.update(head + letter + tail for letter in letters)
        if tail:
            edits.add(head + tail[1:])
            edits.update(head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            edits.add(head + tail[1] + tail[0] + tail[2:])
    return edits - {key}


def measure_distance(one: str, other: str) -> int:
    """The slips of the pen between two normalised names."""
    before = row = list(range(len(other) + 1))
    for position, letter in enumerate(one):
        before, row = row, _next_row(other, one[:position], letter, row, before)
    return row[-1]


def _next_row(key: str, prefix: str, letter: str, row: list[int], before: list[int]) -> list[int]:
    """The row of the distance table after one more letter; `before` is the row two letters ago."""
    following = [row[0] + 1]
    for column, other in enumerate(key, 1):
        cost = min(row[column] + 1, following[-1] + 1, row[column - 1] + (letter != other))
        if column > 1 and prefix and letter == key[column - 2] and prefix[-1] == other:
            cost = min(cost, before[column - 2] + 1)
        following.append(cost)
    return following


def _letters_for(key: str) -> str:
    """The letters that may stand in a correction: those of the scripts that the name is written in."""
    letters = set(key) | {" "}
    if any(char in _LATIN and char != " " for char in key):
        letters |= set(_LATIN)
    for low, high in _SCRIPTS:
        if any(low <= char <= high for char in key):
            letters |= {chr(code) for code in range(ord(low), ord(high) + 1)}
    return "".join(sorted(letters))
