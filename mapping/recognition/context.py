"""What stands before and behind a span, as words for the span model."""

from mapping.gazetteer import Gazetteer
from mapping.recognition.tables import WordTables
from mapping.recognition.view import SentenceView

_LOCATIVE = frozenset(["in", "at", "near", "outside", "inside", "around", "across", "throughout", "toward", "towards"])
_RELATIVE = frozenset(["from", "to", "of", "for", "by", "with", "between", "and", "or"])
_SPEECH = frozenset(["say", "tell", "add", "write", "ask", "explain", "note", "reply", "argue"])


def describe_previous(view: SentenceView, index: int, tables: WordTables, gazetteer: Gazetteer) -> str:
    """What stands before a token, in a word: "locative" for "in", "title" for "Mr.", "start", or its part of speech."""
    if index < 0:
        return "start"
    word = view.lower[index]
    if word in _LOCATIVE:
        return "locative"
    if word in _RELATIVE or word in {"the", "a", "an", ",", "(", "-", "/", "–", "—"}:
        return word
    before = tables.before.get(word, "")
    if before in {"title", "direction", "outlet"}:
        return before
    if view.is_capitalised(index):
        if word in tables.given:
            return "given-name"
        return "place" if gazetteer.find_places(view.tokens[index].text) else "name"
    return view.tokens[index].pos


def describe_next(view: SentenceView, index: int, tables: WordTables, gazetteer: Gazetteer) -> str:
    """What a token behind a name is, in a word: ",place" before a container, "admin" for "County", "end"."""
    if index >= len(view.tokens):
        return "end"
    word = view.lower[index]
    if word in {"'s", "’s", "'", "’"}:
        return "possessive"
    if word in {",", "("} and view.is_capitalised(index + 1):
        shown = view.tokens[index + 1].text
        return f"{word}place" if gazetteer.expand_abbreviation(shown) or gazetteer.find_places(shown) else f"{word}name"
    if word in {"-", "/"} and index + 1 < len(view.tokens) and view.is_capitalised(index + 1):
        return "hyphen-name"
    kind = tables.after.get(word)
    if kind:
        return kind if view.is_capitalised(index) else f"{kind}-lower"
    if view.is_capitalised(index):
        return "name"
    if view.tokens[index].lemma in _SPEECH:
        return "speech"
    return word if not word[0].isalnum() or word in {"and", "of"} else view.tokens[index].pos
