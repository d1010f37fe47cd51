"""Names that the text itself says to be places, by a word for what they are: "the village of Sarn", "Sarn canton".

Such a word is believed whatever the language model takes the name for, and where no list has it: most quarters and
hamlets that news tells of are in none.
"""

from collections.abc import Collection, Iterator

from mapping.gazetteer import Gazetteer
from mapping.kinds import Level
from mapping.recognition.tables import WordTables
from mapping.recognition.view import LIST_SIGNS, Proposal, SentenceView

# What each kind of noun of geodata/toponym_words.csv does beside a name. "The city police" and "county Clerk" are no
# towns: without "of", only the words marked "bare" are believed before a name.
_HEADING = frozenset({"settlement", "settlements", "quarter", "quarters", "division", "divisions"})
_LISTING = frozenset({"settlements", "quarters", "divisions"})
_AROUND, _CAPITAL = "around", "capital"
_BARE = frozenset({"capital", "town", "village", "suburb", "hamlet"})
_DEPARTMENT = frozenset({"department", "departments"})
_UNLIKE_HEADS = frozenset({"city", "cities"})
_MAX_WORDS = 4
_JOINING = frozenset({"-", "al", "el", "de", "del", "la", "las", "los"})
_SCENE_PREPOSITIONS = frozenset({"in", "at", "near", "outside"})
_OCCURRING = frozenset({"occur", "happen", "explode", "erupt"})
_NO_NAME = frozenset({"DATE", "TIME", "EVENT"})


def propose_told(view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Iterator[Proposal]:
    """The names of one sentence that stand beside a word for a town, a quarter or a division.

    Args:
        view: The sentence.
        gazetteer: Asked about the names that the word alone does not show to be places.
        tables: The words.
    """
    unlike = {token for label in _NO_NAME for token in _find_labelled(view, label)}
    for index, word in enumerate(view.lower):
        kind = tables.nouns.get(word)
        if kind is None:
            continue
        if not view.is_capitalised(index) or (index == 0 and kind == _AROUND):
            yield from _propose_behind(view, index, kind, unlike, gazetteer)
        if kind in _HEADING and word not in _UNLIKE_HEADS:
            yield from _propose_before(view, index, kind, unlike, gazetteer, tables)
    yield from _propose_city(view, gazetteer)
    yield from _propose_scenes(view, unlike, gazetteer, tables)


def _propose_behind(
    view: SentenceView, index: int, kind: str, unlike: Collection[int], gazetteer: Gazetteer
) -> Iterator[Proposal]:
    """The names behind a noun: "the villages of Sarn and Tolb", "his capital Orval"."""
    is_explained = view.lower[index + 1 : index + 2] == ["of"]
    word = view.lower[index]
    if not is_explained and word not in _BARE:
        return
    first = index + 1 + is_explained
    while True:
        last = _find_end(view, first, unlike)
        if first >= last:
            return
        start, end = view.tokens[first].start, view.tokens[last - 1].end
        name = view.text[start:end]
        if _is_believed(view, first, name, kind, is_explained, gazetteer):
            yield view.make(start, end, "called")
        first = _skip_signs(view, last)
        if kind not in _LISTING or first == last:
            return


def _is_believed(
    view: SentenceView, first: int, name: str, kind: str, is_explained: bool, gazetteer: Gazetteer
) -> bool:
    """Whether a noun before a name makes it a place; without "of", and behind "residents", the name must be listed."""
    if is_explained and kind not in {_AROUND, _CAPITAL}:
        return True
    is_listed = bool(gazetteer.find_places(name))
    if kind == _AROUND:
        return is_listed or not _is_other(view, first)
    return is_listed and not view.ends_person(view.tokens[first].start + len(name))


def _propose_before(
    view: SentenceView,
    index: int,
    kind: str,
    unlike: Collection[int],
    gazetteer: Gazetteer,
    tables: WordTables,
) -> Iterator[Proposal]:
    """The names before a noun: "the Sarn neighbourhood", "Tolb and Orval provinces", "Sarn Department"."""
    last = index
    while True:
        first = _find_start(view, last, unlike, tables)
        if first >= last or _is_owned(view, first):
            return
        start, end = view.tokens[first].start, view.tokens[last - 1].end
        name = view.text[start:end]
        if not _is_told(name, view, first, last, index, gazetteer, tables):
            return
        has_head = kind not in _LISTING and view.is_capitalised(index)
        # The name alone would be that of an office's seat.
        rule = "department" if has_head and view.lower[index] in _DEPARTMENT else "called"
        yield view.make(start, view.tokens[index].end if has_head else end, rule)
        if kind not in _LISTING:
            return
        last = first
        while last > 0 and view.lower[last - 1] in LIST_SIGNS:
            last -= 1
        if last == first:
            return


def _is_told(
    name: str, view: SentenceView, first: int, last: int, index: int, gazetteer: Gazetteer, tables: WordTables
) -> bool:
    """Whether a noun behind a name makes it a place: offices are departments too, and a people may have a village."""
    word = view.lower[index]
    if word in _DEPARTMENT:
        return view.lower[index + 1 : index + 2] != ["of"] and bool(gazetteer.find_places(f"{name} Department"))
    if view.is_capitalised(index) and not _stands_as_place(view, first):
        return False
    if gazetteer.expand_demonym(name) or tables.before.get(view.lower[first]) == "direction":
        return False
    if last - first == 1 and view.lower[first] in tables.common and not gazetteer.find_places(name):
        return False
    return not any(start <= first < end for start, end in _find_spans(view, "NORP", "PERSON", least=2))


def _stands_as_place(view: SentenceView, first: int) -> bool:
    """Whether a name follows another one after a comma, or a word such as "in"."""
    return first > 0 and view.lower[first - 1] in {",", "in", "at", "near", "the"}


def _propose_scenes(
    view: SentenceView, unlike: Collection[int], gazetteer: Gazetteer, tables: WordTables
) -> Iterator[Proposal]:
    """Names behind "in", "at" or "near" where a verb says that something took place: "the blast occurred in Sarn"."""
    for index, word in enumerate(view.lower):
        if word not in _SCENE_PREPOSITIONS or view.tokens[index].dep != "prep" or not _takes_place(view, index):
            continue
        last = _find_end(view, index + 1, unlike)
        if index + 1 >= last or view.tokens[index + 1].pos != "PROPN" or _is_body(view, index + 1, last, tables):
            continue
        # "Nazi Germany" is Germany.
        if all(place.level is not Level.COUNTRY for place in gazetteer.find_places(view.tokens[last - 1].text)[:1]):
            yield view.make(view.tokens[index + 1].start, view.tokens[last - 1].end, "scene")


def _takes_place(view: SentenceView, index: int) -> bool:
    """Whether a preposition hangs by a verb that is said of happenings alone."""
    head = view.tokens[view.tokens[index].head]
    if head.lemma == "place" and head.dep == "dobj":
        head = view.tokens[head.head]
    if head.lemma == "take":
        return any(token.head == head.index and token.lemma == "place" for token in view.tokens)
    return head.lemma in _OCCURRING


def _is_body(view: SentenceView, first: int, last: int, tables: WordTables) -> bool:
    """Whether a name is a person's or a body's by its last word, or by what the model takes all of it for."""
    if tables.after.get(view.lower[last - 1]) in {"organisation", "outlet", "militia", "facility", "street"}:
        return True
    return any((start, end) == (first, last) for start, end in _find_spans(view, "PERSON", "NORP", "ORG", least=2))


def _propose_city(view: SentenceView, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """Cities called after their country whose last word the text writes small: "Guatemala city"."""
    for index, word in enumerate(view.lower):
        if word == "city" and view.tokens[index].text == word and view.is_capitalised(index - 1):
            start, end = view.tokens[index - 1].start, view.tokens[index].end
            name = f"{view.tokens[index - 1].text} City"
            if gazetteer.has_name(name) and gazetteer.find_places(name)[0].feature_code == "PPLC":
                yield view.make(start, end, "called", name=name)


def _find_end(view: SentenceView, first: int, unlike: Collection[int]) -> int:
    """Behind the last token of the capitalised name that starts at a token; the same token where none does."""
    last = first
    while last < len(view.tokens) and last - first < _MAX_WORDS and last not in unlike:
        joined = last
        while joined + 1 < len(view.tokens) and view.lower[joined] in _JOINING and not view.is_capitalised(joined):
            joined += 1
        if not view.is_capitalised(joined):
            break
        last = joined + 1
    return last


def _find_start(view: SentenceView, last: int, unlike: Collection[int], tables: WordTables) -> int:
    """The first token of the capitalised name that ends before a token; the same token where none does."""
    first = last
    while first > 0 and last - first < _MAX_WORDS and first - 1 not in unlike:
        joined = first - 1
        while joined > 0 and first < last and view.lower[joined] in _JOINING and not view.is_capitalised(joined):
            joined -= 1
        is_name = view.is_capitalised(joined) and view.tokens[joined].pos == "PROPN"
        if not is_name or tables.before.get(view.lower[joined]) == "title":
            break
        first = joined
    return first


def _is_owned(view: SentenceView, first: int) -> bool:
    """Whether a name belongs to a longer one before it: "Bank of Sarn province"."""
    return first > 0 and view.is_capitalised(first - 1)


def _skip_signs(view: SentenceView, index: int) -> int:
    while index < len(view.tokens) and view.lower[index] in LIST_SIGNS:
        index += 1
    return index


def _is_other(view: SentenceView, first: int) -> bool:
    """Whether the model takes a name of several words for a person's or a body's."""
    return any(start <= first < end for start, end in _find_spans(view, "ORG", "PERSON", "NORP", least=2))


def _find_spans(view: SentenceView, *labels: str, least: int = 1) -> Iterator[tuple[int, int]]:
    """The tokens of the names with one of these labels, if they are so many."""
    for entity in view.sentence.entities:
        if entity.label in labels:
            first, last = view.find_tokens(entity.start, entity.end)
            if last - first >= least:
                yield first, last


def _find_labelled(view: SentenceView, label: str) -> Iterator[int]:
    for first, last in _find_spans(view, label):
        yield from range(first, last)
