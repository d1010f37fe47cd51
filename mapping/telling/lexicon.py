"""The words that tell of events: trigger words with their types, and classes of words that decide between types.

Source: `geodata/event_triggers.csv` and `geodata/word_classes.csv`, kept by hand; geodata/README.md tells how a
row's `when` is written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from mapping.errors import GazetteerError
from mapping.event_types import load_event_types
from mapping.model import Sentence, Token
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.syntax import MODIFIERS, Tree, make_tree

STATEMENT = "diplomacy.statement"
"""The type of political speech, which is no event where nobody speaks for a body."""
SLOTS = ("subj", "obj", "prep", "head", "mod", "any", "doc")
_PSEUDO = {"GPE": "gpe", "LOC": "gpe", "FAC": "gpe", "PERSON": "person", "NORP": "norp", "ORG": "org"}
_LONGEST = 4
# Ranks that are adjectives of another meaning too.
_RANKS = frozenset({"major", "general"})
_PHRASE_GAP = 3
_REMEMBERED = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """One test of a row: a word in `slot` is of one of `classes`, or is one of `words`; `negated` turns it round."""

    slot: str
    classes: frozenset[str]
    words: frozenset[str]
    negated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One row: a trigger word or phrase, the types that it can mean (likeliest first) and when it does.

    `parts` has "v" where it is found as a verb, "n" where as a noun.
    """

    lemma: tuple[str, ...]
    parts: str
    types: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Both tables, indexed by the word that a trigger is found by."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]
    actor_kinds: tuple[str, ...]
    _by_phrase: Mapping[tuple[str, ...], frozenset[str]]

    def classify(self, words: tuple[str, ...]) -> frozenset[str]:
        """The classes that this word or phrase of lemmas belongs to."""
        return self._by_phrase.get(words, frozenset())


def _read_condition(text: str, classes: Mapping[str, frozenset[str]], row: Mapping[str, str]) -> Condition:
    slot, _, values = text.removeprefix("!").partition(":")
    known = {*classes, "gpe", "person", "norp", "org", "any", "none"}
    names = [value for value in values.split("/") if not value.startswith("=")]
    unknown = [name for name in names if name not in known]
    if slot not in SLOTS or unknown:
        raise GazetteerError(f"event_triggers.csv: cannot read {text!r} of {row['lemma']!r}: {unknown or slot!r}")
    words = frozenset(value[1:] for value in values.split("/") if value.startswith("="))
    return Condition(
        slot=slot,
        classes=frozenset(names),
        words=words,
        negated=text.startswith("!"),
    )


def _read_entry(row: Mapping[str, str], classes: Mapping[str, frozenset[str]]) -> Entry:
    types = tuple(row["types"].split("|"))
    known = {kind.code for kind in load_event_types().types.values()}
    if not known.issuperset(types):
        raise GazetteerError(f"event_triggers.csv: {row['lemma']!r} has unknown types: {types}")
    conditions = tuple(_read_condition(part, classes, row) for part in row["when"].split(" & ") if part)
    return Entry(
        lemma=tuple(row["lemma"].split()),
        parts=row["pos"],
        types=types,
        conditions=conditions,
    )


@cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read both tables.

    Args:
        folder: Where they are; None means the bundled geodata.

    Raises:
        GazetteerError: A table is missing, or names a type or a class that is not there.
    """
    folder = folder or find_folder("geodata")
    rows = list(read_table(folder / "word_classes.csv"))
    classes = {row["class"]: frozenset(row["words"].split("|")) for row in rows}
    by_phrase: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, words in classes.items():
        for word in words:
            by_phrase[tuple(word.split())].add(name)
    verbs: dict[str, list[Entry]] = defaultdict(list)
    nouns: dict[str, list[Entry]] = defaultdict(list)
    for row in read_table(folder / "event_triggers.csv"):
        entry = _read_entry(row, classes)
        if "v" in entry.parts:
            verbs[entry.lemma[0]].append(entry)
        if "n" in entry.parts:
            nouns[entry.lemma[-1]].append(entry)
    return Lexicon(
        verbs={lemma: _longest_first(entries) for lemma, entries in verbs.items()},
        nouns={lemma: _longest_first(entries) for lemma, entries in nouns.items()},
        classes=classes,
        actor_kinds=tuple(row["class"] for row in rows if row["is_actor"] == "yes"),
        _by_phrase={words: frozenset(names) for words, names in by_phrase.items()},
    )


def is_statement(lemma: str) -> bool:
    """Whether a row has the word alone and first of all as something said: "condemned", "the accusation"."""
    return lemma in _list_statements()


@cache
def _list_statements() -> frozenset[str]:
    lexicon = load_lexicon()
    rows = (entry for table in (lexicon.verbs, lexicon.nouns) for entries in table.values() for entry in entries)
    return frozenset(entry.lemma[0] for entry in rows if len(entry.lemma) == 1 and entry.types[0] == STATEMENT)


def _longest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -len(entry.lemma)))


class Reader:
    """Tests the rows of the lexicon against one sentence.

    Args:
        sentence: The sentence.
        lexicon: The rows.
        document: The lemmas of the whole document, for rows that ask for them; the sentence's own where empty.
    """

    def __init__(self, sentence: Sentence, lexicon: Lexicon, document: frozenset[str] = frozenset()) -> None:
        self.sentence = sentence
        self.tree: Tree = make_tree(sentence)
        self.lexicon = lexicon
        self.classes = _classify_tokens(sentence, lexicon)
        self._times = _find_times(sentence)
        self._document = document
        self._lemmas = Counter(token.lemma for token in sentence.tokens)
        self._all_classes = Counter(name for found in self.classes for name in found)

    def find_entry(self, index: int, *, as_verb: bool = False) -> tuple[Entry, int] | None:
        """The first row that holds for the token, and the last index of its phrase; None where none does.

        `as_verb` looks among the verbs whatever the tagger says.
        """
        token = self.tree.tokens[index]
        is_verb = as_verb or token.pos in ("VERB", "AUX")
        if not is_verb and self._is_name_of_a_speaker(index):
            return None
        table = self.lexicon.verbs if is_verb else self.lexicon.nouns
        slots: dict[str, tuple[int, ...]] = {}
        for entry in table.get(token.lemma, ()):
            end = self._match_phrase(entry, index, is_verb=is_verb)
            if end is not None and all(self._holds(test, index, slots) for test in entry.conditions):
                return entry, end
        return None

    def _is_name_of_a_speaker(self, index: int) -> bool:
        """Whether a proper noun is who says something: "Amnesty said that ten were held"."""
        token = self.tree.tokens[index]
        speaks = self.tree.tokens[token.head].lemma in self.lexicon.classes.get("bare_speech", ())
        return token.tag == "NNP" and token.dep == "nsubj" and speaks

    def _match_phrase(self, entry: Entry, index: int, *, is_verb: bool) -> int | None:
        tokens, words = self.tree.tokens, entry.lemma
        if not is_verb:
            start = index - len(words) + 1
            fits = start >= 0 and all(tokens[start + k].lemma == word for k, word in enumerate(words))
            return index if fits else None
        position = index
        for word in words[1:]:
            window = range(position + 1, min(position + 2 + _PHRASE_GAP, len(tokens)))
            found = next((k for k in window if tokens[k].lemma == word), None)
            if found is None or any(tokens[k].pos in ("VERB", "PUNCT") for k in range(position + 1, found)):
                return None
            position = found
        return position

    def _holds(self, test: Condition, index: int, slots: dict[str, tuple[int, ...]]) -> bool:
        if test.slot == "any":
            return self._has_beside(test, index) != test.negated
        if test.slot == "doc":
            return bool(test.words & (self._document or self._lemmas.keys())) != test.negated
        if test.slot not in slots:
            slots[test.slot] = tuple(self._fill_slot(test.slot, index))
        members = slots[test.slot]
        if "any" in test.classes:
            return bool(members) != test.negated
        if "none" in test.classes and not members:
            return not test.negated
        found = any(
            self.classes[member] & test.classes or self.tree.tokens[member].lemma in test.words for member in members
        )
        return found != test.negated

    def _has_beside(self, test: Condition, index: int) -> bool:
        """Whether another word of the sentence is what a test asks for: no "landslide" makes itself an election's."""
        own, lemma = self.classes[index], self.tree.tokens[index].lemma
        return any(self._all_classes[name] > (name in own) for name in test.classes) or any(
            self._lemmas[word] > (word == lemma) for word in test.words
        )

    def _fill_slot(self, slot: str, index: int) -> Iterator[int]:
        tree = self.tree
        if slot == "mod":
            yield from tree.with_dep(index, MODIFIERS | {"advmod", "prt"})
            yield from (child for deep in tree.with_dep(index, MODIFIERS) for child in tree.children[deep])
            return
        if slot == "head":
            yield from tree.governors(index)
            return
        for head in self._find_heads(slot, index):
            if head in self._times:
                # "Rose on Monday" has no object.
                continue
            for member in tree.conjuncts(head):
                yield member
                yield from tree.with_dep(member, MODIFIERS)
                yield from (deep for _, deep in tree.prepositions(member) if self._is_measure(member))

    def _find_heads(self, slot: str, index: int) -> list[int]:
        if slot == "prep":
            return [noun for _, noun in self.tree.prepositions(index)]
        return self.tree.agents(index) if slot == "subj" else self.tree.patients(index)

    def _is_measure(self, index: int) -> bool:
        """Whether the noun only counts what follows: "dozens of rebels", "a group of men"."""
        return self.tree.tokens[index].lemma in self.lexicon.classes["measure"] or self.tree.tokens[index].pos == "NUM"


def _find_times(sentence: Sentence) -> frozenset[int]:
    """The tokens of days, hours and the like."""
    spans = [(entity.start, entity.end) for entity in sentence.entities if entity.label in ("DATE", "TIME")]
    return frozenset(token.index for token in sentence.tokens for start, end in spans if start <= token.start < end)


def _may_act(token: Token) -> bool:
    """Whether the word can name who acts: "is" and "guard the gate" are verbs, and a "major road" is no officer."""
    is_verb = token.pos in ("VERB", "AUX") and not token.text.isupper()
    return not is_verb and not (token.pos == "ADJ" and token.lemma in _RANKS)


@lru_cache(maxsize=_REMEMBERED)
def _classify_tokens(sentence: Sentence, lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    lemmas = [token.lemma for token in sentence.tokens]
    # The lemma of a name's plural is the plural: "the Special Forces".
    texts = [token.text.lower().removesuffix("s" if token.tag == "NNPS" else "") for token in sentence.tokens]
    found: list[set[str]] = [set() for _ in lemmas]
    kinds = frozenset(lexicon.actor_kinds)
    for end in range(1, len(lemmas) + 1):
        for start in range(max(0, end - _LONGEST), end):
            classes = lexicon.classify(tuple(lemmas[start:end])) | lexicon.classify(tuple(texts[start:end]))
            if not classes:
                continue
            if not _may_act(sentence.tokens[end - 1]):
                classes -= kinds
            # A "medical officer" is no officer: the longest name of an actor says what he is.
            found[end - 1] |= classes - kinds if found[end - 1] & kinds else classes
    for entity in sentence.entities:
        name = _PSEUDO.get(entity.label)
        for token in sentence.tokens:
            if name and entity.start <= token.start < entity.end:
                found[token.index].add(name)
    for token in sentence.tokens:
        # Small towns often escape the language model, or pass for organisations.
        if token.pos == "PROPN" and not found[token.index] & {"person", "norp"}:
            found[token.index].add("gpe")
    return tuple(map(frozenset, found))
