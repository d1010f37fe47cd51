"""The resolved places of a document as what an event could have happened at: folded, with their role in the text."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapping.geo import place_distance_km
from mapping.kinds import Level, MentionKind, ParagraphKind
from mapping.model import ParsedDocument, Place, Resolution, Sentence, Span
from mapping.reading.datelines import is_filed_from
from mapping.recognition.tables import load_word_tables
from mapping.resolution.candidates import is_within
from mapping.telling.homes import tells_home
from mapping.telling.syntax import make_tree

# Coarser levels come later; the finest of nested places is where a thing happened.
LEVELS = (Level.POI, Level.CITY, Level.ADM2, Level.ADM1, Level.REGION, Level.COUNTRY)
_LINK = re.compile(r"^[\s,;(\[]*(?:(?:in|of|within|at)\s+(?:the\s+)?(?:[\w'’-]+\s+){0,4}?)?[\s,(\[]*$")
# "The Karrada district of Baghdad", "Karrada in central Baghdad": a quarter and its town, which no codes tell of.
_QUARTER_LINK = re.compile(r"\s(?:(?P<noun>[a-z]+)\s)?(?:in|of)\s(?:the\s)?(?:[a-z-]+\s){0,2}|\s\(")
_QUARTER_KM = 40.0
# A town's police speak of the town; a mention in the title counts as much as two in the lead.
_KIND_WEIGHTS = {MentionKind.PLACE: 1.0, MentionKind.FACILITY: 1.0, MentionKind.ORGANISATION: 0.5}
_TITLE_WEIGHT, _TOWN, _BUREAU, _HOME, _UNTOLD, _PLACE_WORD = 2.5, 2, 0.25, 0.25, 0.4, 0.7
GROUND = ("in", "at", "near", "outside", "inside", "around")
"""The prepositions behind which a name says where something was."""

_GROUND_PREPOSITIONS = {
    **dict.fromkeys((*GROUND, "within", "across", "throughout"), 1.0),
    **dict.fromkeys(("on", "of", "to", "into", "off", "along"), 0.7),
    **dict.fromkeys(("from", "by", "with", "against", "for", "between"), 0.25),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One mention.

    `token` is the index in its sentence of the word that the name hangs by. `place` is None where the gazetteer lacks
    the name. `kind` is the mention's; `is_dateline` marks the place a report was filed from. `ground` is how far its
    own phrase speaks of it as ground on which things happen, and not as an actor: 0..1; `hangs_on_place_word` says
    whether it is behind a word like "in" or "near", or behind another place; `is_home` that somebody is only from
    there.
    """

    sentence: int
    token: int
    paragraph_kind: ParagraphKind
    resolution: Resolution
    place: Place | None
    kind: MentionKind
    is_dateline: bool
    ground: float
    hangs_on_place_word: bool
    is_home: bool = False

    @property
    def start(self) -> int:
        """First character of the mention."""
        return self.resolution.mention.start


def find_sites(parsed: ParsedDocument, resolutions: Sequence[Resolution]) -> tuple[Site, ...]:
    """Every mention that lies in a sentence, in text order; a container behind its place is left out.

    Of those without a place only plain place names stay: streets and buildings are in no gazetteer, and what is told
    there is told of the town.

    Args:
        parsed: The document with its sentences.
        resolutions: Of its mentions, in text order.
    """
    folded = _find_folded(parsed.document.text, resolutions)
    sites = []
    sentence = 0
    for number, resolution in enumerate(resolutions):
        mention, place = resolution.mention, resolution.place
        if number in folded or (place is None and mention.kind is not MentionKind.PLACE):
            continue
        while sentence + 1 < len(parsed.sentences) and parsed.sentences[sentence].end <= mention.start:
            sentence += 1
        if not parsed.sentences or not (
            parsed.sentences[sentence].start <= mention.start < parsed.sentences[sentence].end
        ):
            continue
        sites.append(make_site(parsed, resolution, sentence))
    return tuple(sites)


def make_site(parsed: ParsedDocument, resolution: Resolution, sentence: int) -> Site:
    """The site of one mention.

    Args:
        parsed: The document with its sentences.
        resolution: Of the mention.
        sentence: The number of the sentence that it lies in.
    """
    mention, place = resolution.mention, resolution.place
    within = parsed.sentences[sentence]
    token = _find_token(parsed, sentence, mention.start, mention.end)
    paragraph = parsed.document.paragraphs[within.paragraph]
    is_dateline = is_filed_from(parsed.document.text, paragraph, Span(start=mention.start, end=mention.end))
    is_home = not is_dateline and tells_home(within, token, place)
    return Site(
        sentence=sentence,
        token=token,
        paragraph_kind=paragraph.kind,
        resolution=resolution,
        place=place,
        kind=mention.kind,
        is_dateline=is_dateline,
        hangs_on_place_word=_hangs_on_place_word(within, token),
        ground=_weigh_dateline(place) if is_dateline else _weigh_ground(within, token, place),
        is_home=is_home,
    )


def _find_folded(text: str, resolutions: Sequence[Resolution]) -> frozenset[int]:
    """Mentions that only say where the mention before them lies: "Iraq" in "Mosul, Iraq"."""
    folded = set()
    for number in range(1, len(resolutions)):
        inner, outer = resolutions[number - 1], resolutions[number]
        gap = text[inner.mention.end : outer.mention.start]
        if inner.place is None or outer.place is None or len(gap) > 40 or "\n" in gap:
            continue
        is_same = inner.place.place_id == outer.place.place_id
        if (_LINK.match(gap) and (is_same or is_within(inner.place, outer.place))) or (
            _links_quarter(gap) and (is_same or _is_quarter(inner.place, outer.place))
        ):
            folded.add(number)
    return frozenset(folded)


def _links_quarter(gap: str) -> bool:
    """Whether the words between two names say that one lies in the other, with a word for what it is or without."""
    link = _QUARTER_LINK.fullmatch(gap)
    return link is not None and (link["noun"] is None or link["noun"] in load_word_tables().nouns)


def _is_quarter(inner: Place, outer: Place) -> bool:
    """Whether a place may be a quarter of a town: it lies in or by it, and has fewer people."""
    is_finer = fineness(inner) <= fineness(outer) == LEVELS.index(Level.CITY) and inner.population < outer.population
    return is_finer and place_distance_km(inner, outer) <= _QUARTER_KM + outer.radius_km


def _find_token(parsed: ParsedDocument, sentence: int, start: int, end: int) -> int:
    tokens = parsed.sentences[sentence].tokens
    inside = [token for token in tokens if token.start < end and start < token.end]
    indices = {token.index for token in inside}
    return next((token.index for token in inside if token.head not in indices or token.head == token.index), 0)


def _hangs_on_place_word(sentence: Sentence, index: int) -> bool:
    tree = make_tree(sentence)
    for current in (index, *tree.ancestors(index)[:4]):
        token = tree.tokens[current]
        if token.dep == "prep":
            if token.lemma != "of":
                return _GROUND_PREPOSITIONS.get(token.lemma, 0.0) >= _PLACE_WORD
        elif token.pos in ("VERB", "AUX"):
            return False
    return False


def is_capital(place: Place | None) -> bool:
    """Whether the place is a national capital."""
    return place is not None and place.feature_code == "PPLC"


def is_land(place: Place | None) -> bool:
    """Whether the place is a whole country."""
    return place is not None and place.level is Level.COUNTRY


def _weigh_dateline(place: Place | None) -> float:
    """A report filed from a capital is seldom about it: the bureau is there."""
    return _BUREAU if is_capital(place) else 1.0


def _weigh_ground(sentence: Sentence, index: int, place: Place | None) -> float:
    """How far the phrase around a name speaks of ground: "in Iran" does, "Iran said" and "Iran's envoy" do not.

    Towns seldom act, so that a town's name speaks of ground in nearly any phrase.
    """
    if fineness(place) <= _TOWN:
        return 1.0
    tree = make_tree(sentence)
    index = tree.first_conjunct(index)
    token = tree.tokens[index]
    if token.dep == "pobj":
        return _GROUND_PREPOSITIONS.get(tree.tokens[token.head].lemma, 0.4)
    if token.dep in ("nsubj", "agent", "poss", "amod"):
        return 0.25
    return 0.8 if token.dep in ("dobj", "nsubjpass", "ROOT", "npadvmod", "appos", "attr") else 0.5


def fineness(place: Place | None) -> int:
    """0 for a building up to 5 for a country; a name that no gazetteer lists is most likely a small town's."""
    return LEVELS.index(place.level) if place is not None else 1


def find_story_places(sites: Sequence[Site], title: str = "") -> Mapping[str, float]:
    """How much of the document each place has, by place id: mentions count more near the top; shares sum to 1 or less.

    Where somebody is only from has little of it, also where the title says it: "Sarn man arrested in Tolb".

    A place also has what is told of places that lie in it, at a discount, so that of a city and its country the city
    leads where both are named.
    """
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, Place] = {}
    in_title: set[str] = set()
    for site in sites:
        if site.kind is MentionKind.DEMONYM or site.place is None:
            continue
        near_top = 3.0 / (3.0 + site.sentence)
        weight = 0.4 + near_top + (0.5 if site.is_dateline else 0.0)
        weight *= _KIND_WEIGHTS[site.kind] * site.ground
        weights[site.place.place_id] += _HOME * weight if site.is_home else weight
        places[site.place.place_id] = site.place
        if not site.is_home and re.search(rf"\b{re.escape(site.resolution.mention.text)}\b", title, re.IGNORECASE):
            in_title.add(site.place.place_id)
    for place_id in in_title:
        weights[place_id] += _TITLE_WEIGHT
    total: dict[str, float] = dict(weights)
    for outer in places.values():
        inside = [place.place_id for place in places.values() if is_within(place, outer)]
        # The text about the region speaks for the place in it, in proportion to the places named there.
        rivals = sum(weights[place_id] for place_id in inside)
        for place_id in inside:
            total[place_id] += 0.6 * weights[outer.place_id] * weights[place_id] / rivals
    # Where hardly anything is told of any place, none of them has the document to itself.
    whole = sum(total.values()) + _UNTOLD
    return {place_id: weight / whole for place_id, weight in total.items()} if whole else {}


def describe_path(parsed: ParsedDocument, site: Site, token: int) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """How a site and a trigger of its sentence hang together in the parse.

    Args:
        parsed: The document with its sentences.
        site: A site of the trigger's sentence.
        token: The trigger's index.

    Returns:
        The steps from the site up to the lowest word above both (each "dep" or "prep:in"), that word's index, and
        the dependencies from the trigger up to it.
    """
    tree = make_tree(parsed.sentences[site.sentence])
    above = [token, *tree.ancestors(token)]
    steps: list[str] = []
    current = site.token
    while current not in above:
        word = tree.tokens[current]
        steps.append(f"prep:{word.lemma}" if word.dep in ("prep", "agent") else word.dep)
        head = tree.head(current)
        if head is None:
            break
        current = head
    meeting = current if current in above else above[-1]
    climb = tuple(tree.tokens[index].dep for index in above[: above.index(meeting)])
    return tuple(steps), meeting, climb
