"""How many people were killed, wounded, arrested, displaced or missing, as a sentence counts them.

The words that a count hangs on are in `geodata/toll_words.csv`: `slot` says where the count stands - the verb's
object or subject, the noun's own number, the phrase behind "of" or "to". `geodata/toll_amounts.csv` has the words that
bound a number ("at least") or stand for one ("dozens").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from mapping.kinds import Bound
from mapping.model import ParsedDocument, Sentence, Toll, Trigger
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.harms import find_bare_patients, find_deadly, find_share, load_harms
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.naming import counts_people, find_label, find_phrase, is_aged, is_person
from mapping.telling.number_words import LARGEST, NUMBERS, ONE, SCALES, read_number
from mapping.telling.parties import find_subject
from mapping.telling.syntax import DEFINITES, MODIFIERS, PASSIVE_SUBJECTS, SUBJECTS, Tree

_NOT_PEOPLE = frozenset(
    {"%", "percent", "time", "hour", "day", "year", "minute", "mile", "kilometer", "kilometre", "km"}
)
_GROUPS = frozenset({"family", "group", "crew", "team", "total", "crowd", "party"})
_PAIRS = frozenset({"couple", "pair"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_ONE = frozenset({"number", "life", "toll", "death", "arrest", "murder", "killing"})
_ALL = frozenset({"they", "them", "both", "all"})
_PERSONAL = frozenset({"he", "him", "she", "her", "himself", "herself"})
_BEFORE = frozenset({"advcl", "pcomp"})
_PLACING = frozenset({"in", "at", "near", "on", "from"})
_DEADLY = frozenset({"killed", "missing"})
# Who is shot is hit; of what else hits people words must say that it was a shot.
_AIMED, _SHOTS = frozenset({"shoot"}), frozenset({"bullet", "gunfire", "gunshot", "shot", "shrapnel", "pellet"})
_FEARED_DEPS = frozenset({"oprd", "xcomp", "acomp", "ccomp", "dobj", "advcl"})
# "At least a dozen", "about another 20": what may stand between a bound and its number.
_BETWEEN = frozenset({"a", "an", "another", "other", "the", "-"})
_LONGEST_AMOUNT = 4
# As near as "about 40" has to be to a count of 45.
_ABOUT = 1.25


@cache
def _load_amounts() -> Mapping[tuple[str, ...], tuple[Bound, int]]:
    """What the words mean, by word; 0 for those that only bound a number."""
    rows = read_table(find_folder("geodata") / "toll_amounts.csv")
    return {tuple(row["words"].split()): (Bound(row["bound"]), int(row["number"] or 0)) for row in rows}


def admits(toll: Toll, number: int) -> bool:
    """Whether what was told holds where the count is `number`: "at least 12" of 15, but not of 11."""
    if toll.bound in (Bound.AT_LEAST, Bound.VAGUE):
        return number >= toll.number
    if toll.bound is Bound.AT_MOST:
        return number <= toll.number
    if toll.bound is Bound.ABOUT:
        return toll.number <= number * _ABOUT and number <= toll.number * _ABOUT
    return number == toll.number


def find_tolls(parsed: ParsedDocument, trigger: Trigger) -> tuple[Toll, ...]:
    """Find the counts of people that the trigger's sentence tells.

    Args:
        parsed: The document with its sentences.
        trigger: One of the document's triggers; every count of its sentence is given.

    Returns:
        Counts in text order, each span once.
    """
    counts = _read_counts(parsed, parsed.sentences[trigger.sentence])
    hit = [toll.number for toll, is_hit in counts.values() if is_hit]
    # Of "two men were shot" the text may go on "both died": whom shots hit were wounded where fewer died.
    dead = _count_dead(parsed) if hit else 0
    return tuple(toll for _, (toll, is_hit) in sorted(counts.items()) if not is_hit or toll.number > dead)


def _count_dead(parsed: ParsedDocument) -> int:
    """The most people that any sentence says died; many where it only says that "they" did."""
    dead = 0
    for sentence in parsed.sentences:
        if not any(_tells_death(token.lemma) for token in sentence.tokens):
            continue
        counts = (toll for toll, _ in _read_counts(parsed, sentence).values())
        dead = max([dead, *(toll.number for toll in counts if toll.kind == "killed")])
        tree = Reader(sentence, load_lexicon()).tree
        if any(_is_known_crowd(tree, head) for token in sentence.tokens for head in _list_dead(tree, token.index)):
            return LARGEST
    return dead


def _list_dead(tree: Tree, index: int) -> Iterator[int]:
    """Those who died by what a word says."""
    for kind, slot in load_harms().get(tree.tokens[index].lemma, ()):
        if kind == "killed" and slot in ("subj", "obj") and not _is_unreal(tree, index):
            yield from _fill_slot(tree, index, slot)


def _is_known_crowd(tree: Tree, index: int) -> bool:
    """Whether a word means people told of before without their number: "both", "they", "the men"."""
    token = tree.tokens[index]
    is_known = any(tree.tokens[child].lemma.lower() in DEFINITES for child in tree.children[index])
    return token.text.lower() in _ALL or (token.tag in ("NNS", "NNPS") and is_known and not _find_numbers(tree, index))


def _read_counts(parsed: ParsedDocument, sentence: Sentence) -> dict[tuple[int, int], tuple[Toll, bool]]:
    """The counts of one sentence by their spans, each with whether it only counts whom something hit."""
    reader, words = Reader(sentence, load_lexicon()), load_harms()
    tree = reader.tree
    found: dict[tuple[int, int], tuple[Toll, bool]] = {}
    for token in sentence.tokens:
        deadly = (("killed", "obj"),) if find_deadly(tree, token.index) else ()
        for kind, slot in (*deadly, *words.get(token.lemma, ())):
            told = "missing" if kind == "killed" and _is_feared(tree, token.index) else kind
            heads = [head for head in _fill_slot(tree, token.index, slot) if counts_people(reader, head)]
            for toll in _count_all(parsed, reader, heads, told, is_real=not _is_unreal(tree, token.index)):
                span = toll.start, toll.end
                if span not in found or _is_worse(toll, found[span][0]):
                    found[span] = toll, slot == "hit"
    return found


def _tells_death(lemma: str) -> bool:
    return any(kind == "killed" for kind, _ in load_harms().get(lemma, ()))


def _is_worse(toll: Toll, other: Toll) -> bool:
    """Whether a count of the same words is of a worse harm: who was "shot and killed" was not only wounded."""
    return toll.kind in _DEADLY and other.kind == "wounded"


def _is_unreal(tree: Tree, verb: int) -> bool:
    """Whether a verb tells of harm that did not come, or has not yet: "tried to kill", "could be killed"."""
    children = [tree.tokens[child] for child in tree.children[verb]]
    is_denied = any(child.dep == "neg" or child.tag == "MD" for child in children)
    return is_denied or (tree.is_infinitive(verb) and not any(child.lemma == "have" for child in children))


def _count_all(parsed: ParsedDocument, reader: Reader, heads: list[int], kind: str, *, is_real: bool) -> Iterator[Toll]:
    """The counts of several nouns; those that are joined make one: "a man and his son", "11 men and 4 women"."""
    tree = reader.tree
    groups: dict[int, list[Toll]] = {}
    for head in dict.fromkeys(heads):
        toll = _count(parsed, tree, head, kind)
        if toll is None and is_real and _is_one_person(reader, head):
            toll = _count_one(parsed, reader, head, kind)
        before = tree.tokens[head].head
        if toll is None or (tree.tokens[head].dep == "appos" and before in groups):
            continue
        is_joined = tree.tokens[head].dep == "conj" and before in groups and _may_join(tree, before, head)
        together = groups.pop(before) if is_joined and _are_exact([toll, *groups[before]]) else []
        groups[head] = [*together, toll]
    for head, joined in groups.items():
        if len(joined) == 1:
            yield joined[0]
            continue
        start, end = joined[0].start, max(joined[-1].end, tree.tokens[head].end)
        number = sum(toll.number for toll in joined)
        yield replace(joined[0], start=start, end=end, text=parsed.document.text[start:end], number=number)


def _count_one(parsed: ParsedDocument, reader: Reader, head: int, kind: str) -> Toll:
    first, last = find_phrase(reader, head)
    start, end = reader.tree.tokens[first].start, reader.tree.tokens[last].end
    return Toll(start=start, end=end, text=parsed.document.text[start:end], kind=kind, number=1)


def _are_exact(tolls: Sequence[Toll]) -> bool:
    return all(toll.bound is Bound.EXACT for toll in tolls)


def _may_join(tree: Tree, one: int, other: int) -> bool:
    """Whether two counts are of one place: not "two in Herat and three in Kabul"."""
    nouns = all(tree.tokens[index].pos != "NUM" for index in (one, other))
    return nouns and not any(
        tree.tokens[prep].lemma in _PLACING for at in (one, other) for prep, _ in tree.prepositions(at)
    )


def _is_one_person(reader: Reader, head: int) -> bool:
    """Whether a word means one certain person: a name, "the girl", "her brother", "he"."""
    token = reader.tree.tokens[head]
    if token.tag == "PRP":
        return token.text.lower() in _PERSONAL
    if token.lemma in _NOT_ONE | _GROUPS | _PAIRS:
        return False
    if is_aged(reader.tree, head):
        return token.text.lower() == "old"
    if token.tag == "NN":
        children = [reader.tree.tokens[child] for child in reader.tree.children[head]]
        is_known = any(child.dep == "poss" or child.lemma.lower() in DEFINITES for child in children)
        return is_known and is_person(reader.tree, head)
    return token.tag == "NNP" and find_label(reader, token) == "PERSON"


def _is_feared(tree: Tree, index: int) -> bool:
    """Whether a death is only feared: "dozens are feared drowned"."""
    if tree.tokens[index].lemma == "fear":
        return True
    above = tree.head(index)
    return above is not None and tree.tokens[above].lemma == "fear" and tree.tokens[index].dep in _FEARED_DEPS


def _fill_slot(tree: Tree, index: int, slot: str) -> Iterator[int]:
    token = tree.tokens[index]
    is_verb = token.pos in ("VERB", "AUX")
    if slot in ("obj", "subj") and not is_verb:
        return
    if slot == "obj":
        shares = tree.is_passive(index) and not tree.with_dep(index, PASSIVE_SUBJECTS)
        suffered = find_subject(tree, index) if shares else find_bare_patients(tree, index)
        yield from _expand(tree, tree.patients(index) + suffered)
    elif slot == "subj":
        yield from _expand(tree, find_subject(tree, index) or tree.agents(index))
    elif slot == "lives":
        for life in (obj for obj in tree.patients(index) if tree.tokens[obj].lemma == "life"):
            yield from _expand(tree, [obj for _, obj in tree.prepositions(life)] or [life])
    elif slot == "hit" and is_verb:
        yield from _expand(tree, _find_hit(tree, index))
    elif slot == "into" and (verb := _find_taking(tree, index)) is not None:
        yield from _expand(tree, tree.patients(verb))
    elif slot in ("count", "share"):
        yield from find_share(tree, index) if slot == "share" else [index] * (not is_verb)
    elif slot == "to":
        yield from (obj for prep, obj in tree.prepositions(index) if tree.tokens[prep].lemma in ("of", "at", "to"))
        head = tree.head(index)
        if head is not None and token.dep == "nsubj":
            yield from _reach(tree, head)
            yield from tree.with_dep(head, frozenset({"dobj", "attr"}))
    elif slot == "of" and (not is_verb or token.tag == "VBG"):
        yield from _counted_around(tree, index)


def _find_hit(tree: Tree, verb: int) -> list[int]:
    """Whom shots hit: the object of "shoot", not whom it aims at ("shot at the guard"), and what else shots did."""
    # "Marched after a man was shot": the count is of what came before the thing told.
    if tree.tokens[verb].dep in _BEFORE:
        return []
    found = tree.patients(verb) + find_bare_patients(tree, verb)
    hit = [one for one in found if tree.tokens[one].dep != "pobj" or tree.tokens[verb].dep == "acl"]
    if tree.tokens[verb].lemma in _AIMED:
        return hit
    means = tree.with_dep(verb, SUBJECTS) + [obj for _, obj in tree.prepositions(verb)]
    return hit if any(tree.tokens[one].lemma in _SHOTS for one in means) else []


def _find_taking(tree: Tree, index: int) -> int | None:
    """The verb of "taken into custody"."""
    prep = tree.head(index)
    verb = tree.head(prep) if prep is not None and tree.tokens[prep].lemma == "into" else None
    return verb if verb is not None and tree.tokens[verb].lemma == "take" else None


def _has_words(tree: Tree, index: int) -> bool:
    return any(tree.tokens[child].dep != "punct" for child in tree.children[index])


def _reach(tree: Tree, verb: int) -> Iterator[int]:
    """What a count rose to: "stood at 12", "rose from 12 to 45", where the parse may hang "to" on "from"."""
    pairs = tree.prepositions(verb)
    pairs += [pair for prep, _ in pairs for pair in tree.prepositions(prep)]
    yield from (obj for prep, obj in pairs if tree.tokens[prep].lemma in ("to", "at"))


def _counted_around(tree: Tree, index: int) -> Iterator[int]:
    """The people that "dead", "missing" or "killing" speaks of: "left 12 dead", "12 missing", "killing of 12"."""
    token, head = tree.tokens[index], tree.head(index)
    yield from (obj for prep, obj in tree.prepositions(index) if tree.tokens[prep].lemma == "of")
    if token.pos in ("ADJ", "NUM") or token.lemma == "miss":
        yield from tree.with_dep(index, frozenset({"nsubj", "nummod", "npadvmod"}))
        yield index
    if head is None:
        return
    if token.dep in ("acomp", "oprd", "ccomp", "attr"):
        yield from tree.with_dep(head, frozenset({"nsubj", "nsubjpass", "dobj"}))
    if token.dep in ("amod", "acl"):
        yield head


def _expand(tree: Tree, heads: list[int]) -> Iterator[int]:
    for head in heads:
        yield head
        # "Eighteen people - seven herders and 11 raiders" are eighteen.
        has_number = bool(tree.with_dep(head, frozenset({"nummod"})))
        deps = frozenset({"conj"} if has_number else {"conj", "appos"})
        yield from _expand(tree, [child for child in tree.with_dep(head, deps) if not _tells_age(tree, head, child)])


def _tells_age(tree: Tree, head: int, added: int) -> bool:
    """Whether a number behind a single person is an age: "Ann Roe, 15, was killed"."""
    one, other = tree.tokens[head], tree.tokens[added]
    is_bare = other.dep == "appos" and other.pos == "NUM" and not _has_words(tree, added)
    return is_bare and one.tag not in ("NNS", "NNPS")


def _count(parsed: ParsedDocument, tree: Tree, head: int, kind: str) -> Toll | None:
    """The number that stands with a noun, or that the token is itself."""
    token = tree.tokens[head]
    if token.lemma in _NOT_PEOPLE or token.tag in ("PRP", "WP", "DT"):
        return None
    if (toll := _make_vague_toll(parsed, tree, head, kind)) is not None:
        return toll
    if numbers := _find_numbers(tree, head):
        return _make_toll(parsed, tree, min(numbers), max(numbers), head, kind)
    # "A family of five", "a total of 37 fighters", "a group of five men".
    members = [obj for prep, obj in tree.prepositions(head) if tree.tokens[prep].lemma == "of"]
    counts = [member for member in members if tree.tokens[member].pos == "NUM"]
    if token.lemma in _GROUPS and counts:
        return _make_toll(parsed, tree, counts[0], counts[0], head, kind)
    if token.lemma in _GROUPS and token.tag == "NN" and members:
        return _count(parsed, tree, members[0], kind)
    if token.lemma in _PAIRS and token.tag == "NN":
        return Toll(start=token.start, end=token.end, text=token.text, kind=kind, number=2)
    is_single = token.tag == "NN" and any(tree.tokens[child].lemma in ONE for child in tree.children[head])
    if is_single and token.lemma not in _NOT_ONE | _GROUPS:
        return Toll(start=token.start, end=token.end, text=token.text, kind=kind, number=1)
    return None


def _find_numbers(tree: Tree, head: int) -> list[int]:
    """The words of number before a noun, and the noun itself where it is one: "twelve", "two dozen"."""
    token = tree.tokens[head]
    numbers = [child for child in tree.with_dep(head, frozenset({"nummod"})) if child < head]
    if any(_is_year(tree, child, head) for child in numbers):
        return []
    if not numbers:
        # The tagger takes a number that begins a sentence for an adjective.
        adjectives = tree.with_dep(head, frozenset({"amod"}))
        numbers = [child for child in adjectives if tree.tokens[child].text.lower() in NUMBERS]
    is_number = token.pos == "NUM" or token.lemma in ("dozen", "hundred", "thousand", "million")
    return [*numbers, head] if is_number else numbers


def _is_year(tree: Tree, number: int, head: int) -> bool:
    """Whether the number dates a single act: "a 2023 killing", "the 1994 killings"."""
    is_one = tree.tokens[head].tag == "NN" or bool(tree.with_dep(head, frozenset({"det"})))
    return is_one and _YEAR.fullmatch(tree.tokens[number].text) is not None


def _make_toll(parsed: ParsedDocument, tree: Tree, first: int, last: int, head: int, kind: str) -> Toll | None:
    while first > 0 and (tree.tokens[first - 1].pos == "NUM" or tree.tokens[first - 1].text == "-"):
        first -= 1
    while last + 1 < len(tree.tokens) and tree.tokens[last + 1].text.lower() in SCALES:
        last += 1
    parts = tree.tokens[first : last + 1]
    number = read_number(" ".join(part.text for part in parts))
    if number is None or any(tree.tokens[child].lemma in ("%", "percent") for child in tree.children[head]):
        return None
    first, last, bound = _find_bound(tree, first, last)
    start, end = tree.tokens[first].start, tree.tokens[last].end
    return Toll(start=start, end=end, text=parsed.document.text[start:end], kind=kind, number=number, bound=bound)


def _find_bound(tree: Tree, first: int, last: int) -> tuple[int, int, Bound]:
    """The first and last token of a number with the words that bound it, and what these say."""
    if [token.text.lower() for token in tree.tokens[last + 1 : last + 3]] == ["or", "more"]:
        return first, last + 2, Bound.AT_LEAST
    end = first
    while end > 0 and tree.tokens[end - 1].text.lower() in _BETWEEN:
        end -= 1
    amount = _match_amount(tree, end)
    if amount is None or _load_amounts()[amount][0] is Bound.VAGUE:
        return first, last, Bound.EXACT
    return end - len(amount), last, _load_amounts()[amount][0]


def _match_amount(tree: Tree, end: int) -> tuple[str, ...] | None:
    """The longest words of the table that end right before the token at `end`."""
    words = tuple(token.text.lower() for token in tree.tokens[max(0, end - _LONGEST_AMOUNT) : end])
    return next((words[start:] for start in range(len(words)) if words[start:] in _load_amounts()), None)


def _make_vague_toll(parsed: ParsedDocument, tree: Tree, head: int, kind: str) -> Toll | None:
    """The words that stand for a number: the noun itself ("dozens"), or before it ("several people")."""
    for last in (head, *(child for child in tree.with_dep(head, MODIFIERS) if child < head)):
        last = _skip_counted(tree, last)
        amount = _match_amount(tree, last + 1)
        if amount is not None and _load_amounts()[amount][0] is Bound.VAGUE:
            start, end = tree.tokens[last + 1 - len(amount)].start, tree.tokens[last].end
            number = _load_amounts()[amount][1]
            return Toll(
                start=start, end=end, text=parsed.document.text[start:end], kind=kind, number=number, bound=Bound.VAGUE
            )
    return None


def _skip_counted(tree: Tree, index: int) -> int:
    """For "tens of thousands", the last of its words."""
    chained = [
        obj
        for prep, obj in tree.prepositions(index)
        if tree.tokens[prep].lemma == "of" and (tree.tokens[obj].text.lower(),) in _load_amounts()
    ]
    return _skip_counted(tree, chained[0]) if chained else index
