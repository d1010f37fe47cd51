"""What Dateline asks of a marisa trie of names, for the type checker."""

from collections.abc import Iterator
from typing import Protocol


class NameTrie(Protocol):
    """The part of `marisa_trie.Trie` that is used; the package carries no types."""

    def __contains__(self, key: str) -> bool: ...
    def __len__(self) -> int: ...
    def __getitem__(self, key: str) -> int: ...
    def get(self, key: str, default: int) -> int:
        """The number of a key, or the default."""

    def prefixes(self, key: str) -> list[str]:
        """The keys that a text begins with."""

    def iteritems(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The keys that begin with a prefix, and their numbers."""

    def restore_key(self, number: int) -> str:
        """The key of a number."""
