"""What the fixture `parse` is, for the tests that use it."""

from collections.abc import Callable

from mapping.model import ParsedDocument

Parse = Callable[..., ParsedDocument]
"""Parses a text, each line a paragraph; keywords go to `conftest.make_document`."""
