"""Names that the sentence itself puts on the ground though no list knows them: "clashes in Ain Sarn", "the Orval dam".

The finder of mentions asks of an unknown name that it look like a place anywhere. Here it only has to be where
something happened: behind "in" or "near", in front of "airstrip" or "hospital", or what was stormed or shelled. Such a
site has no place of its own; an event there is shown at the place around it, or told without a point.
"""

from collections.abc import Iterator, Sequence

from mapping.kinds import PLACE_LABELS, MentionKind, ParagraphKind
from mapping.model import Entity, Mention, ParsedDocument, Resolution, Sentence, Token
from mapping.telling.lexicon import load_lexicon
from mapping.telling.sites import GROUND, Site, make_site
from mapping.telling.syntax import Tree, make_tree

UNLISTED = "unlisted"
"""The rule of the mentions made here."""

_SCORE = 0.6
# A name that the language model takes for a person's, and none at all, is believed behind these alone.
_PLAIN = frozenset({"in", "near", "outside"})
_DOUBTFUL = frozenset({"", "PERSON", "PRODUCT"})
_STORMED = frozenset(
    {"storm", "liberate", "retake", "recapture", "regain", "capture", "overrun"}
    | {"bomb", "bombard", "shell", "raid", "besiege", "encircle"}
)
_OBJECTS = frozenset({"dobj", "nsubjpass", "pobj"})
_NAME_PARTS = frozenset({"compound", "nmod", "amod", "poss"})
_EDGES = frozenset({"outskirts", "outskirt", "perimeter", "edge", "entrance", "vicinity", "village", "town", "hill"})
_SITES = frozenset({"place_word", "building"})
_OTHER_SITES = frozenset({"airstrip", "station", "reservation", "point", "barracks", "gate", "square", "junction"})
_MIN_LETTERS = 3
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "do", "dos", "das", "di", "du", "des", "el", "al"})


def find_unlisted(parsed: ParsedDocument, resolutions: Sequence[Resolution]) -> tuple[Site, ...]:
    """The unknown names of a document's sentences that something may have happened at.

    Args:
        parsed: The document with its sentences.
        resolutions: Of all mentions; what they cover is no unknown name.

    Returns:
        Sites without a place, in text order.
    """
    covered = {
        position
        for one in resolutions
        if one.place is not None or one.mention.kind is not MentionKind.FACILITY
        for position in range(one.mention.start, one.mention.end)
    }
    people = {
        word
        for sentence in parsed.sentences
        for entity in sentence.entities
        if entity.label == "PERSON" and _is_told_of(sentence, entity)
        for word in entity.text.split()
    }
    found: list[Site] = []
    for number, sentence in enumerate(parsed.sentences):
        if parsed.document.paragraphs[sentence.paragraph].kind is ParagraphKind.BODY and not _is_shouted(sentence):
            found.extend(
                make_site(parsed, _make_resolution(parsed, first, last), number)
                for first, last in _find_names(sentence)
                if covered.isdisjoint(range(first.start, last.end)) and people.isdisjoint({first.text, last.text})
            )
    return tuple(found)


def _is_told_of(sentence: Sentence, entity: Entity) -> bool:
    """Whether a name that the model takes for a person's does something, as a person would."""
    inside = [token for token in sentence.tokens if entity.start <= token.start < entity.end]
    return any(token.dep in ("nsubj", "poss", "agent") for token in inside)


def _is_shouted(sentence: Sentence) -> bool:
    """Whether most words begin with a capital, as in a heading, where these show no name."""
    words = [token for token in sentence.tokens if token.text.isalpha()]
    return 2 * sum(token.text[0].isupper() for token in words) > len(words)


def _find_names(sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """(first, last) tokens of the unknown names of one sentence."""
    tree = make_tree(sentence)
    used: set[int] = set()
    for token in sentence.tokens:
        if token.dep == "pobj" or token.dep in _OBJECTS or token.dep == "conj":
            words = _find_words(sentence, tree, token)
            if words and used.isdisjoint(words):
                used.update(words)
                yield tree.tokens[words[0]], tree.tokens[words[-1]]


def _find_words(sentence: Sentence, tree: Tree, token: Token) -> list[int]:
    """The tokens of the name that heads a phrase, or that explains its head, where the phrase is on the ground."""
    is_site = _is_site(token)
    if _is_capitalised(token):
        words = _spread(tree, token.index)
    elif is_site:
        parts = [child for child in tree.with_dep(token.index, _NAME_PARTS) if tree.tokens[child].pos == "PROPN"]
        words = _spread(tree, parts[-1]) if parts and parts[-1] < token.index else []
    else:
        return []
    if not words or not _is_whole(tree, words):
        return []
    label = _find_label(sentence, tree, words)
    if label is None or any(_is_acting(tree.tokens[word]) for word in words):
        return []
    # Before a building stands the name of who owns it as well: "an African Union base".
    is_owner = label == "ORG" and not _is_site(tree.tokens[words[-1]]) and len(words) > 1
    return words if not is_owner and _is_on_ground(tree, token, label, is_site=is_site) else []


def _is_whole(tree: Tree, words: Sequence[int]) -> bool:
    """Whether a run of words is all of a name, and more than "School": "Town" of "King William's Town" is neither."""
    before = tree.tokens[words[0] - 1].text if words[0] else ""
    if before.lower() in {"'s", "’s"} or before[:1].isdigit():
        return False
    texts = [tree.tokens[word].text for word in words]
    return sum(map(len, texts)) >= _MIN_LETTERS and (len(words) > 1 or not _is_site(tree.tokens[words[0]]))


def _is_site(token: Token) -> bool:
    lemma = token.lemma.lower()
    return lemma in _OTHER_SITES or bool(_SITES & load_lexicon().classify((lemma,)))


def _is_acting(token: Token) -> bool:
    """Whether a word is the name of one who acts, and of no building: an army or a party is no ground."""
    if _is_site(token):
        return False
    classes = load_lexicon().classify((token.text.lower(),))
    return bool(classes & frozenset(load_lexicon().actor_kinds)) or "armed" in classes


def _is_capitalised(token: Token) -> bool:
    return token.text[0].isupper() and token.pos in ("PROPN", "NOUN") and not token.text.isupper()


def _spread(tree: Tree, index: int) -> list[int]:
    """The run of capitalised words around one, joined by hyphens and by particles: "Alto de la Cruz"."""
    first = last = index
    while first > 0 and _goes_on(tree, first, -1):
        first -= 1
    while last + 1 < len(tree.tokens) and _goes_on(tree, last, 1):
        last += 1
    return list(range(first, last + 1))


def _goes_on(tree: Tree, index: int, step: int) -> bool:
    """Whether a name goes on beside a word of it: with a capital, a hyphen, or a particle with a capital behind."""
    beside = index + step
    if _is_capitalised(tree.tokens[beside]) or _is_hyphen(tree, beside):
        return True
    ahead = beside + step
    while 0 <= ahead < len(tree.tokens) and tree.tokens[ahead].text in _PARTICLES:
        ahead += step
    is_particle = tree.tokens[beside].text in _PARTICLES
    return is_particle and 0 <= ahead < len(tree.tokens) and _is_capitalised(tree.tokens[ahead])


def _is_hyphen(tree: Tree, index: int) -> bool:
    if not 0 < index < len(tree.tokens) - 1 or tree.tokens[index].text != "-":
        return False
    before, sign, after = tree.tokens[index - 1 : index + 2]
    return before.end == sign.start and sign.end == after.start and _is_capitalised(before) and _is_capitalised(after)


def _find_label(sentence: Sentence, tree: Tree, words: Sequence[int]) -> str | None:
    """What the language model takes the name for, "" where for nothing; None where it takes parts for several."""
    start, end = tree.tokens[words[0]].start, tree.tokens[words[-1]].end
    labels = {entity.label for entity in sentence.entities if entity.start < end and start < entity.end}
    return None if len(labels) > 1 else next(iter(labels), "")


def _is_on_ground(tree: Tree, token: Token, label: str, *, is_site: bool) -> bool:
    """Whether the phrase that a token heads is one on whose ground things happen."""
    if label not in PLACE_LABELS | _DOUBTFUL and not (is_site and label in ("ORG", "PRODUCT")):
        return False
    token = tree.tokens[tree.first_conjunct(token.index)]
    above = tree.tokens[token.head]
    if token.dep in ("dobj", "nsubjpass"):
        return above.lemma in _STORMED and (label != "PERSON" or above.lemma != "capture") and bool(label or is_site)
    if token.dep != "pobj":
        return False
    if above.lemma == "of":
        noun = tree.tokens[above.head]
        if noun.pos == "PROPN":
            return False
        return noun.lemma in _EDGES or "place_word" in load_lexicon().classify((noun.lemma,))
    if is_site or label in PLACE_LABELS:
        return above.lemma in GROUND
    return above.lemma in _PLAIN


def _make_resolution(parsed: ParsedDocument, first: Token, last: Token) -> Resolution:
    text = parsed.document.text[first.start : last.end]
    mention = Mention(
        start=first.start,
        end=last.end,
        text=text,
        kind=MentionKind.PLACE,
        name=text,
        score=_SCORE,
        rule=UNLISTED,
    )
    return Resolution(mention=mention, place=None, score=_SCORE, reason="the gazetteer does not know the name")
