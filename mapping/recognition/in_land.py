"""Towns that the language model misses: objects of verbs and prepositions, and members of a list of places."""

from collections.abc import Collection, Iterator

from mapping.gazetteer import Gazetteer
from mapping.kinds import PLACE_LABELS
from mapping.main_names import is_main_name
from mapping.model import Entity, Place
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView

_MIN_IN_LAND, _TOWN_POPULATION, _CITY_POPULATION = 4, 20_000, 100_000
_OBJECT_DEPS = frozenset({"dobj", "pobj", "nsubjpass", "conj", "appos", "npadvmod"})
_OTHER_LABELS = frozenset({"PERSON", "ORG", "NORP"})


def propose_in_land(
    view: SentenceView, gazetteer: Gazetteer, tables: WordTables, lands: Collection[str]
) -> Iterator[Proposal]:
    """Towns of a country that the document speaks of, where a verb or a preposition takes their name for an object.

    Language models know few names of towns in these countries, and lose them behind verbs: "rockets hit Sumy". What
    is captured or besieged is a city in any country, if one has that name.
    """
    sentence = view.sentence
    for hit in gazetteer.scan_text(view.text, sentence.start, sentence.end):
        first, last = view.find_tokens(hit.start, hit.end)
        is_short = hit.end - hit.start < _MIN_IN_LAND
        if is_short or hit.name.lower() in tables.common or not is_whole(view, first, last, tables):
            continue
        is_shown = _is_taken(view, first, last, tables) or _is_listed(view, first, last, tables)
        if not is_shown and not (lands and _is_object(view, first, last, tables)):
            continue
        places = gazetteer.find_places(hit.name)
        if not places:
            continue
        is_city = is_shown and places[0].population >= _CITY_POPULATION and _is_own(hit.name, places[0])
        if is_city or (places[0].country_code in lands and places[0].population >= _TOWN_POPULATION):
            yield view.make(hit.start, hit.end, "in-land")


def _is_own(name: str, place: Place) -> bool:
    """Whether a name of one word is the usual one of a place, and no nickname: Topeka was Google for a month."""
    return " " in name or "-" in name or is_main_name(name, place)


def is_whole(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether tokens are a whole name, and not a part of a longer one."""
    tokens = view.tokens[first:last]
    is_longer = view.is_capitalised(last) or (
        first > 0 and view.is_capitalised(first - 1) and view.tokens[first - 1].pos == "PROPN"
    )
    is_name = all(token.pos == "PROPN" or token.text == "-" for token in tokens)
    return bool(tokens) and is_name and not is_longer and tables.before.get(view.lower[first]) != "direction"


def _is_object(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether a name stands in the place of an object, and is no person's or body's."""
    tokens = view.tokens[first:last]
    return any(token.dep in _OBJECT_DEPS for token in tokens) and not any(
        entity.label != "PERSON" or not is_no_person(view, first, last, tables)
        for entity in _find_others(view, first, last)
    )


def _is_taken(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether a name is the object of a verb that takes towns: "captured Sumy"; the model may think it a body's."""
    tokens = view.tokens[first:last]
    if not any(token.dep == "dobj" and view.tokens[token.head].lemma in tables.taking for token in tokens):
        return False
    # A single word may well be a company's: "seized Orange".
    return all(
        (entity.start, entity.end) == (tokens[0].start, tokens[-1].end)
        and (is_no_person(view, first, last, tables) if entity.label == "PERSON" else len(tokens) > 1)
        for entity in _find_others(view, first, last)
    )


def _is_listed(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether a name goes on a list of places: "in Khartoum, Omdurman and Nyala", whatever the model takes it for."""
    places = [entity for entity in view.sentence.entities if entity.label in PLACE_LABELS]
    token = view.tokens[last - 1]
    is_listed = False
    while token.dep == "conj":
        token = view.tokens[token.head]
        is_listed = is_listed or any(place.start <= token.start < place.end for place in places)
    return is_listed and all(
        entity.label == "PERSON" and is_no_person(view, first, last, tables)
        for entity in _find_others(view, first, last)
    )


def is_no_person(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether no word of a name is known as a given name or a surname."""
    return not any(word in tables.given or word in tables.surname for word in view.lower[first:last])


def _find_others(view: SentenceView, first: int, last: int) -> Iterator[Entity]:
    """What the model takes for persons and bodies among some tokens."""
    start, end = view.tokens[first].start, view.tokens[last - 1].end
    for entity in view.sentence.entities:
        if entity.label in _OTHER_LABELS and entity.start < end and start < entity.end:
            yield entity
