"""Places told by a noun alone: "this town", "the city", "the capital" mean a place that the text has named.

What a noun can stand for is in `geodata/place_nouns.csv`. It means the place that the same sentence or the one before
has named, else the one that the report comes from or that the story is about; where several could be meant and none of
them stands out, it means none. No village is a city of millions, and the capital is that of the country told of.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate

from mapping.kinds import Level, MentionKind, ParagraphKind
from mapping.model import Mention, ParsedDocument, Resolution, Sentence, Token
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.sites import Site, is_capital, make_site
from mapping.telling.syntax import Tree, make_tree

REFERENCE = "reference"
"""The rule of the mentions made here."""

_POINTING = frozenset({"the", "this", "that"})
_ROLES = frozenset({"pobj", "dobj", "nsubjpass", "nsubj", "poss"})
_EXPLAINED = frozenset({"appos", "relcl", "compound", "nummod"})
# "The other city" and "the nearby town" are none of those that were named.
_OTHERS = frozenset({"other", "neighboring", "neighbouring", "nearby", "adjacent", "next", "new", "same", "only"})
# A clause behind these adds to what is known: "the capital they once held".
_UNIQUE = frozenset({"capital", "country"})
_SURE, _GUESS = 0.8, 0.6
_LEAD_SENTENCES, _OUTSTANDING, _MAIN = 3, 1.5, 2.5
_SETTLEMENTS = frozenset({"settlement", "town"})
_DIVISIONS = frozenset({Level.ADM1, Level.ADM2, Level.REGION})
_ISLANDS = frozenset({"ISL", "ISLS", "PEN"})
_LARGEST_TOWN = 500_000
# How much a people counts beside a place of its country, and how much of what the text tells most of a country must be
# told for it to be the one meant.
_PEOPLE, _TOLD_LAND = 0.5, 0.25


@cache
def _load_nouns() -> Mapping[str, str]:
    """What each noun stands for, by its lemma."""
    return {row["noun"]: row["stands_for"] for row in read_table(find_folder("geodata") / "place_nouns.csv")}


def find_references(
    parsed: ParsedDocument, sites: Sequence[Site], shares: Mapping[str, float], unlisted: Sequence[Site] = ()
) -> tuple[Site, ...]:
    """The nouns that stand for a place named elsewhere, as sites at that place.

    Args:
        parsed: The document with its sentences.
        sites: What the text names, in text order.
        shares: How much of the document each place has, by place id.
        unlisted: Names that no list knows; "the town" behind one in its own sentence means it, and has no place.

    Returns:
        Sites in text order; the mention of each is the noun with its determiner, the place that which it stands for.
    """
    return tuple(_Finder(parsed, sites, shares, unlisted).find()) if sites or unlisted else ()


class _Finder:
    """One document."""

    def __init__(
        self, parsed: ParsedDocument, sites: Sequence[Site], shares: Mapping[str, float], unlisted: Sequence[Site]
    ) -> None:
        self._parsed = parsed
        self._shares = shares
        self._unlisted: defaultdict[int, list[Site]] = defaultdict(list)
        for site in unlisted:
            self._unlisted[site.sentence].append(site)
        self._named = [site for site in sites if site.place is not None and site.kind is MentionKind.PLACE]
        self._peoples = [site for site in sites if site.place is not None and site.kind is MentionKind.DEMONYM]
        self._lands = _count_lands(sites)
        self._most_told = max(self._lands.values(), default=0.0)
        self._fitting: dict[str, _Fitting] = {}
        self._covered = {position for site in sites for position in range(site.start, site.resolution.mention.end)}

    def find(self) -> Iterator[Site]:
        """All that stand for something."""
        for number, sentence in enumerate(self._parsed.sentences):
            if self._parsed.document.paragraphs[sentence.paragraph].kind is not ParagraphKind.BODY:
                continue
            for determiner, noun in _find_nouns(sentence):
                if not self._covered.isdisjoint(range(determiner.start, noun.end)):
                    continue
                site, score = self._find_meant(determiner, noun, number)
                if site is not None:
                    yield make_site(self._parsed, self._refer(site.resolution, determiner, noun, score), number)

    def _find_meant(self, determiner: Token, noun: Token, sentence: int) -> tuple[Site | None, float]:
        """The named place that a noun stands for, and how sure that is."""
        meaning, in_lead = _load_nouns()[noun.lemma.lower()], sentence < _LEAD_SENTENCES
        if meaning not in self._fitting:
            self._fitting[meaning] = _Fitting(self._pick_fitting(meaning), self._share)
        fitting = self._fitting[meaning]
        before = fitting.count_before(noun.start) or min(len(fitting.sites), int(meaning == "capital"))
        told = fitting.find_last(before, sentence)
        unknown = [site for site in self._unlisted[sentence] if site.start < noun.start]
        if unknown and meaning in _SETTLEMENTS and not any(site.sentence == sentence for site in told):
            return unknown[-1], _SURE
        main, dateline = fitting.find_main(before), fitting.find_dateline(before)
        if dateline and (meaning == "capital" or (in_lead and determiner.lemma == "this")):
            return dateline, _SURE
        near = [site for site in told if not self._is_left(site)]
        if near:
            last = self._pick_outstanding(near)
            return (main, _GUESS) if main and last and self._leaves(last, main, sentence) else (last, _SURE)
        return (dateline, _SURE) if dateline and in_lead else (main, _GUESS)

    def _pick_fitting(self, meaning: str) -> list[Site]:
        """The places of the sort that a noun speaks of, in text order; an island may be a whole country."""
        fitting = [site for site in self._named if _fits(site, meaning)]
        if meaning == "island":
            return fitting or [site for site in self._named if _fits(site, "country")]
        if meaning == "country":
            fitting = sorted((*fitting, *self._peoples), key=lambda site: site.start)
        return [site for site in fitting if self._is_told_land(site)] if meaning in ("capital", "country") else fitting

    def _is_told_land(self, site: Site) -> bool:
        """Whether the text tells of a place's country, and does not merely come from there or name it in passing."""
        land = site.place.country_code if site.place is not None else ""
        return self._lands.get(land, 0.0) >= _TOLD_LAND * self._most_told

    def _leaves(self, last: Site, main: Site, sentence: int) -> bool:
        """Whether a sentence goes back to what the story is about, from a place told in passing: "in Baghdad as well".

        A new paragraph does, where the story is about the other place clearly more.
        """
        paragraphs = [self._parsed.sentences[number].paragraph for number in (last.sentence, sentence)]
        is_more = self._share(main) >= _MAIN * self._share(last)
        return paragraphs[0] != paragraphs[1] and is_more and main.sentence < sentence

    def _is_left(self, site: Site) -> bool:
        """Whether it is told as where something came from."""
        tree = make_tree(self._parsed.sentences[site.sentence])
        head = tree.head(site.token)
        return head is not None and tree.tokens[head].lemma == "from"

    def _pick_outstanding(self, sites: Sequence[Site]) -> Site | None:
        """The place of these that is told of most, where the next is told of clearly less."""
        places = {site.place.place_id: site for site in sites if site.place}
        ranked = sorted(places.values(), key=lambda site: (-self._share(site), -site.start))
        if len(ranked) > 1 and self._share(ranked[0]) < _OUTSTANDING * self._share(ranked[1]):
            return None
        return ranked[0]

    def _share(self, site: Site) -> float:
        return self._shares.get(site.place.place_id, 0.0) if site.place else 0.0

    def _refer(self, meant: Resolution, determiner: Token, noun: Token, score: float) -> Resolution:
        start, end = determiner.start, noun.end
        name = meant.mention.name
        mention = Mention(
            start=start,
            end=end,
            text=self._parsed.document.text[start:end],
            kind=MentionKind.PLACE,
            name=name,
            score=score,
            rule=REFERENCE,
        )
        return Resolution(
            mention=mention, place=meant.place, score=score * meant.score, reason=f"it stands for {name!r}"
        )


class _Fitting:
    """The places that a noun may stand for, in text order, and what is true of each beginning of that order."""

    def __init__(self, sites: Sequence[Site], share: Callable[[Site], float]) -> None:
        def pick(best: Site, site: Site) -> Site:
            return site if (share(site), -site.start) > (share(best), -best.start) else best

        self.sites = sites
        self._ends = [site.resolution.mention.end for site in sites]
        self._mains = list(accumulate(sites, pick))
        self._datelines: list[Site | None] = [None]
        for site in sites:
            self._datelines.append(site if site.is_dateline else self._datelines[-1])

    def count_before(self, start: int) -> int:
        """How many of them end before a character."""
        return bisect_right(self._ends, start)

    def find_main(self, count: int) -> Site | None:
        """That of the first so many which the story is about most; None of none."""
        return self._mains[count - 1] if count else None

    def find_dateline(self, count: int) -> Site | None:
        """The last dateline among the first so many."""
        return self._datelines[count]

    def find_last(self, count: int, sentence: int) -> list[Site]:
        """Those of the first so many that a sentence, or the one before it, tells; a dateline tells nothing."""
        first = count
        while first and sentence - self.sites[first - 1].sentence <= 1:
            first -= 1
        return [site for site in self.sites[first:count] if not site.is_dateline]


def _find_nouns(sentence: Sentence) -> Iterator[tuple[Token, Token]]:
    """(determiner, noun) pairs that point back; what a name or a clause beside it explains stands for that."""
    tree = make_tree(sentence)
    for token in sentence.tokens:
        if token.lemma.lower() not in _load_nouns() or token.pos not in ("NOUN", "PROPN") or token.dep not in _ROLES:
            continue
        below = [tree.tokens[child] for child in tree.children[token.index]]
        determiner = next((child for child in below if child.dep == "det" and child.lemma in _POINTING), None)
        if determiner is None or token.text.lower() != token.lemma.lower():
            continue
        is_unique = _load_nouns()[token.lemma.lower()] in _UNIQUE
        if not any(_explains(tree, child) and not (is_unique and child.dep == "relcl") for child in below):
            yield determiner, token


def _explains(tree: Tree, child: Token) -> bool:
    """Whether a word below a noun says which place it is: "the city of Mosul", but not "this town of 3,000"."""
    if child.lemma in _OTHERS or child.dep in _EXPLAINED:
        return True
    return child.dep == "prep" and any(tree.tokens[index].pos == "PROPN" for index in tree.subtree(child.index))


def _fits(site: Site, meaning: str) -> bool:
    place = site.place
    if place is None:
        return False
    if meaning in _SETTLEMENTS:
        is_large = is_capital(place) or place.population > _LARGEST_TOWN
        return place.level is Level.CITY and not (is_large and meaning == "town")
    if meaning == "capital":
        return is_capital(place)
    if meaning == "country":
        return place.level is Level.COUNTRY
    if meaning == "island":
        return place.feature_code in _ISLANDS
    return place.level in _DIVISIONS


def _count_lands(sites: Sequence[Site]) -> Mapping[str, float]:
    """How much a text tells of each country, by code; what a report is filed from says nothing of it."""
    told: defaultdict[str, float] = defaultdict(float)
    for site in sites:
        if site.place is not None and site.place.country_code and not site.is_dateline:
            told[site.place.country_code] += _PEOPLE if site.kind is MentionKind.DEMONYM else 1.0
    return told
