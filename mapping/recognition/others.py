"""Names of persons and of things that bear a place's name, as the words beside them show."""

import re

from mapping.gazetteer import Gazetteer
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView

_QUOTES = "\"“”‘’'"
_QUOTED = re.compile(r"[.,]?[\"”’']")
# A name that one in so many bears as a given name.
_GIVEN = 5
_SURELY_PLACED = frozenset({"in", "at", "near"})
_PLACED = _SURELY_PLACED | {"of", "from", "outside", "to"}


def shows_person(proposal: Proposal, view: SentenceView, tables: WordTables, gazetteer: Gazetteer) -> bool:
    """Whether a name is a person's by what stands beside it: "Leonard Harvey", "Hamdan, a Yemeni,", "according to".

    Args:
        proposal: The name.
        view: Its sentence.
        tables: Of given names and surnames.
        gazetteer: Asked for what is a people's.
    """
    is_single = proposal.last - proposal.first == 1 and not view.is_capitalised(proposal.last)
    if is_single and view.lower[max(0, proposal.first - 2) : proposal.first] == ["according", "to"]:
        return True
    return _starts_name(proposal, view, tables) or _is_called_a_person(proposal, view, gazetteer)


def _starts_name(proposal: Proposal, view: SentenceView, tables: WordTables) -> bool:
    """Whether a given name is followed by a surname that is no everyday word."""
    following = view.lower[proposal.last : proposal.last + 1]
    is_single = proposal.last - proposal.first == 1 and view.is_capitalised(proposal.last)
    if not is_single or not following or view.lower[max(0, proposal.first - 1)] in _PLACED:
        return False
    given = tables.given.get(view.lower[proposal.first], 0)
    return given >= _GIVEN and following[0] in tables.surname and following[0] not in tables.common


def _is_called_a_person(proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> bool:
    """Whether the name is explained as one of a people: "Hamdan, a Yemeni, was", not "Sarn, a Yemeni town"."""
    comma, article, people, *rest = (view.tokens[proposal.last : proposal.last + 4] + (None,) * 4)[:4]
    if comma is None or article is None or people is None or (comma.text, article.lemma) != (",", "a"):
        return False
    is_alone = rest[0] is None or rest[0].pos not in {"NOUN", "PROPN", "ADJ"}
    return is_alone and gazetteer.expand_demonym(people.text) is not None


def names_craft(proposal: Proposal, view: SentenceView) -> bool:
    """Whether a quoted name is that of the thing before it: the carrier "Kennedy", the film "Fargo"."""
    before = view.tokens[proposal.first - 2 : proposal.first] if proposal.first > 1 else ()
    is_quoted = len(before) == 2 and before[1].text in _QUOTES and _QUOTED.match(view.text, proposal.end) is not None
    return is_quoted and before[0].pos == "NOUN"


def is_plain_word(proposal: Proposal, view: SentenceView, tables: WordTables) -> bool:
    """Whether a single name that no list has is an everyday word in the plural, as headings print it: "Citys"."""
    word, is_single = proposal.name.lower(), proposal.last - proposal.first == 1
    is_placed = proposal.first > 0 and view.lower[proposal.first - 1] in _SURELY_PLACED
    return is_single and not is_placed and word.endswith("s") and word[:-1] in tables.common
