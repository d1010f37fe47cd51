"""Where an event may have been, and what speaks for each place: the rows that `site_choice.py` weighs.

An option is a place that the document names, or no place at all. What speaks for it are numbers, most of them 0..1: its
role in the trigger's sentence, where the events around it were, how much of the story is about it, how fine it is.
`geodata/site_weights.csv` says in words what each number means.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mapping.event_types import SPEECH_TYPES, family_of
from mapping.kinds import LAND_LEVELS, Level, MentionKind, Modality, ParagraphKind
from mapping.model import ParsedDocument, Place, Resolution, Trigger
from mapping.reading.headlines import find_headline
from mapping.resolution.candidates import is_within
from mapping.telling.happenings import SETTING_PLACES
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.parts import FindPart, lies_in_part
from mapping.telling.references import find_references
from mapping.telling.site_headings import Headings
from mapping.telling.site_index import Anchor, Anchors, NamedPlace, NamedPlaces
from mapping.telling.site_lenders import LenderFinder
from mapping.telling.site_origins import is_lent
from mapping.telling.site_roles import score_role
from mapping.telling.site_scope import describe_scope, is_scattered
from mapping.telling.site_shapes import describe_shape
from mapping.telling.sites import Site, find_sites, find_story_places, fineness, is_capital, is_land
from mapping.telling.syntax import make_tree
from mapping.telling.unlisted import find_unlisted

_CARRY_SENTENCES, _AHEAD_SENTENCES, _LEAD_SENTENCES, _MIN_STORY_SENTENCES = 3, 6, 3, 3
_CARRY_LOSS, _AHEAD_LOSS = 0.95, 0.93
_TOLD, _CARRIED, _LEAST_ROLE, _ON_GROUND = 0.3, 0.3, 0.05, 0.5
# Words and plans have no scene: that a story is about a town does not put a statement there.
_WITHOUT_SCENE = frozenset({"diplomacy", "politics", "economy", "other"})
# Of what is only said, not even an option, unless a report from there or other words there suggest it.
_WORDS, _OF_WORDS = "diplomacy", ("dateline", "dateline_capital", "bureau_country", "back", "ahead")
_ACTING_RULES = frozenset({"actor", "office's seat", "speaker's seat"})
_OFFICES, _TITLES = frozenset({"government", "court", "office"}), frozenset({"compound", "appos", "nmod"})
_TOWN = 2
# "30 km west of Mosul", "south of Baghdad": the name only says where another place is.
_REFERENCE = re.compile(
    r"(?:\b(?:km|kms|kilomet(?:er|re)s?|miles?)\b[^.;]{0,30}|\b(?:north|south)?-?(?:north|south|east|west))"
    r"\s(?:of|from)\s(?:the\s)?(?:[a-z]+\s){0,3}$"
)
_REFERENCE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A site of the trigger's sentence, with the score and the rule of its role there."""

    site: Site
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Option:
    """A place that an event may have had; `site` is None for no place at all.

    `told` is the site's role where the trigger's sentence names it; `rule` says what speaks for the option.
    """

    site: Site | None
    rule: str
    features: Mapping[str, float]
    told: Told | None = field(default=None)


class OptionMaker:
    """The options of one document's triggers; what concerns the whole document is worked out once."""

    def __init__(
        self,
        parsed: ParsedDocument,
        triggers: Sequence[Trigger],
        resolutions: Sequence[Resolution],
        find_part: FindPart,
    ) -> None:
        self._parsed, self._find_part = parsed, find_part
        self._is_story = len(parsed.sentences) >= _MIN_STORY_SENTENCES
        self.sites = find_sites(parsed, resolutions)
        self._title = find_headline(parsed.document.title)
        self._shares = find_story_places(self.sites, self._title)
        self._places = NamedPlaces(self.sites, self._shares)
        self._headings = Headings(parsed, self.sites)
        unlisted = find_unlisted(parsed, resolutions)
        self._lenders = LenderFinder(parsed, self.sites, self._shares, self._headings, unlisted)
        self._by_sentence: dict[int, list[Site]] = defaultdict(list)
        for site in self.sites:
            self._by_sentence[site.sentence].append(site)
        for site in (*find_references(parsed, self.sites, self._shares, unlisted), *unlisted):
            self._by_sentence[site.sentence].append(site)
        self._grounds = [
            site
            for site in self.sites
            if site.place
            and fineness(site.place) <= _TOWN
            and site.hangs_on_place_word
            and not is_lent(site.resolution)
        ]
        self._top_share = max(self._shares.values(), default=0.0)
        self._bureaus = {
            site.place.country_code for site in self.sites if site.is_dateline and site.place and is_capital(site.place)
        }
        self._told = [self._score_sentence(trigger) for trigger in triggers]
        self._anchors = Anchors(
            [
                Anchor(trigger, told[0].site.place, told[0].score)
                for trigger, told in zip(triggers, self._told, strict=True)
                if told and told[0].rule in SETTING_PLACES and told[0].score >= _TOLD and told[0].site.place
            ]
        )
        self._triggers = triggers
        self._first_of: dict[int, int] = {}
        for number, sentence in enumerate(parsed.sentences):
            self._first_of.setdefault(sentence.paragraph, number)
        self._held: dict[str, float] = {}
        self._scopes: dict[Trigger, Mapping[str, float]] = {}
        self._of_sites: dict[tuple[int, str], Mapping[str, float]] = {}

    def make(self, number: int) -> list[Option]:
        """The options of one trigger, by its number: those of its sentence, those of elsewhere, and none, the last."""
        trigger, told = self._triggers[number], self._told[number]
        own: dict[tuple[str, bool], Told] = {}
        for item in told:
            lent = is_lent(item.site.resolution)
            own.setdefault(
                (item.site.place.place_id if item.site.place else item.site.resolution.mention.text, lent), item
            )
        options = [option for item in own.values() for option in self._make_told(item, told, trigger)]
        options.extend(self._find_elsewhere(trigger, told))
        return [*options, Option(None, "", self._describe_none(trigger, told))]

    def _make_told(self, item: Told, others: Sequence[Told], trigger: Trigger) -> Iterator[Option]:
        """A place of the trigger's sentence; a name without one of its own at each place that it may lie in."""
        features = self._describe_told(item, others, trigger)
        lenders = self._lenders.find(item.site) if is_lent(item.site.resolution) else ()
        for site, lending in tuple(lenders) or ((item.site, {}),):
            width = self._describe_width(site.place, trigger) if is_land(site.place) else {}
            yield Option(site, item.rule, {**features, **width, **self._describe_site(site), **lending}, item)

    def _score_sentence(self, trigger: Trigger) -> list[Told]:
        """The sites of the trigger's sentence, the likeliest first."""
        told = [
            Told(site, *score_role(self._parsed, trigger, site))
            for site in self._by_sentence[trigger.sentence]
            if not site.is_dateline
        ]
        return sorted(told, key=lambda item: (-item.score, item.site.start))

    def _find_elsewhere(self, trigger: Trigger, told: Sequence[Told]) -> Iterator[Option]:
        """The places of the rest of the text that may be meant, each once."""
        named = {item.site.place.place_id for item in told if item.site.place}
        is_wide = any(self._find_scope(trigger).values())
        for mine in self._places.find_around(trigger.sentence):
            if mine.place.place_id in named:
                continue
            is_own_land = self._is_bureau_country(mine.place) or (is_wide and is_land(mine.place))
            site = mine.find_elsewhere(trigger.sentence, with_people=is_own_land)
            if site is not None:
                features = self._describe_elsewhere(site, mine, trigger, told)
                if family_of(trigger.type) != _WORDS or any(features.get(name) for name in _OF_WORDS):
                    rule = self._name_rule(site, features, told)
                    yield Option(site, rule, {**features, **self._describe_site(site)})

    def _describe_none(self, trigger: Trigger, told: Sequence[Told]) -> dict[str, float]:
        is_short = not self._is_story and not any(site.is_dateline for site in self.sites)
        return {
            "none": 1.0,
            "none_words": float(family_of(trigger.type) in _WITHOUT_SCENE),
            "none_speech": float(trigger.type in SPEECH_TYPES),
            "none_unsure": float(trigger.modality is not Modality.HAPPENED),
            "none_named": float(bool(told)),
            "none_short": float(is_short),
            "none_fragment": float(is_short and self._parsed.document.created is None),
        }

    def _describe_site(self, site: Site) -> Mapping[str, float]:
        """What the name itself says: how fine it is, whether the title has it, whether it only locates another."""
        key = site.start, site.place.place_id if site.place else ""
        if key not in self._of_sites:
            self._of_sites[key] = self._read_site(site)
        return self._of_sites[key]

    def _read_site(self, site: Site) -> dict[str, float]:
        mention = site.resolution.mention
        before = self._parsed.document.text[max(0, site.start - _REFERENCE_CHARS) : site.start]
        features = {
            "reference": float(bool(_REFERENCE.search(before))),
            "in_title": float(not site.is_home and bool(re.search(rf"\b{re.escape(mention.text)}\b", self._title))),
        }
        if site.place:
            features[f"level {site.place.level.value}"] = 1.0
        return features

    def _describe_told(self, told: Told, others: Sequence[Told], trigger: Trigger) -> dict[str, float]:
        """A place that the trigger's sentence names."""
        site, place = told.site, told.site.place
        rest = [other for other in others if other.site is not site]
        beside = [other for other in rest if other.site.place == place]
        lent = is_lent(site.resolution)
        return {
            f"rule {told.rule}": 1.0,
            "role": told.score,
            "role_log": math.log(1.0 + told.score / _LEAST_ROLE),
            "unlisted": float(lent),
            "unlisted_beside": told.score
            if lent and any(not is_lent(other.site.resolution) for other in beside)
            else 0.0,
            "lends": float(
                not lent and any(is_lent(other.site.resolution) and other.score >= _TOLD for other in beside)
            ),
            "holds_told": max((other.score for other in rest if self._lies_in(other.site, site)), default=0.0),
            "inside_told": max((other.score for other in rest if self._lies_in(site, other.site)), default=0.0),
            "own_share": self._share(place),
            "told_home": float(site.is_home),
            "likeliest": float(bool(told.score) and all(told.score >= other.score for other in rest)),
            **describe_shape(self._parsed, trigger, site),
        }

    def _describe_scene(self, mine: NamedPlace, trigger: Trigger) -> dict[str, float]:
        """What the paragraph says before the trigger: which places it names, and where its last event was."""
        first = self._first_of[self._parsed.sentences[trigger.sentence].paragraph]
        named = mine.find_before(first, trigger.sentence)
        return {
            "paragraph": float(any(site.ground >= _ON_GROUND for site in named)),
            "scene": float(self._anchors.find_last(first, trigger.sentence) == mine.place),
        }

    def _describe_elsewhere(
        self, site: Site, mine: NamedPlace, trigger: Trigger, told: Sequence[Told]
    ) -> dict[str, float]:
        """A place that only the rest of the text names."""
        place = mine.place
        inside = self._find_inside(site, trigger, told)
        back, ahead = self._carry(trigger, place)
        since = mine.count_back(trigger.sentence)
        is_bureau = site.is_dateline and is_capital(place)
        in_text = mine.in_text
        around = self._find_around(site, told) if inside else 0.0
        # What only the dateline names is not what the story is about.
        share = self._share(place) if in_text or not is_bureau else 0.0
        return {
            "elsewhere": 1.0,
            "elsewhere_words": float(family_of(trigger.type) in _WITHOUT_SCENE),
            "elsewhere_abroad": float(self._is_abroad(place, trigger, told)),
            "elsewhere_country": float(place.level is Level.COUNTRY),
            "elsewhere_capital": float(is_capital(place) and not site.is_dateline),
            "elsewhere_organisation": float(site.kind is MentionKind.ORGANISATION),
            "share": share,
            "top_share": float(0.0 < share >= self._top_share),
            "ground": mine.ground,
            "count": mine.count_log,
            "in_lead": float(self._is_story and bool(in_text) and in_text[0].sentence <= 1),
            "near_before": 0.0 if since is None else math.exp(0.5 * (1 - since)),
            "back": back,
            "ahead": ahead,
            "narrows": inside,
            "narrows_share": share if inside else 0.0,
            "narrows_told": min(around, self._anchors.find_plainest(place, trigger)) if around else 0.0,
            "dateline": float(site.is_dateline and not is_bureau),
            "heading": float(self._headings.heads_own(trigger.sentence, place)),
            "dateline_other": float(self._headings.heads_other(trigger.sentence, place)),
            "home": float(mine.is_home),
            "last_town": float(self._is_last_town(trigger, place)),
            "elsewhere_speech": float(trigger.type in SPEECH_TYPES),
            "dateline_capital": float(is_bureau),
            "bureau_alone": float(is_bureau and not in_text),
            "bureau_country": float(self._is_bureau_country(place)),
            "bureau_office": float(is_bureau and self._acts_there(place, trigger, told)),
            **self._describe_width(place, trigger),
            **self._describe_scene(mine, trigger),
            "holds_others": self._find_held(place),
        }

    def _find_scope(self, trigger: Trigger) -> Mapping[str, float]:
        if trigger not in self._scopes:
            self._scopes[trigger] = describe_scope(self._parsed, trigger)
        return self._scopes[trigger]

    def _describe_width(self, place: Place | None, trigger: Trigger) -> dict[str, float]:
        """What a sentence that may tell of a whole land says for a country, or of another place of elsewhere."""
        part = "country" if is_land(place) else "elsewhere"
        return {f"{sign}_{part}": value for sign, value in self._find_scope(trigger).items()}

    def _is_abroad(self, place: Place, trigger: Trigger, told: Sequence[Told]) -> bool:
        """Whether only countries other than a place's, or a world body, do what is told, and it is words."""
        if family_of(trigger.type) not in _WITHOUT_SCENE:
            return False
        actors = {other.site.place.country_code for other in told if other.site.place and other.rule in _ACTING_RULES}
        return place.country_code not in actors if actors else self._is_world_body(trigger)

    def _is_world_body(self, trigger: Trigger) -> bool:
        """Whether the one who acts is of no country: "the Security Council"."""
        sentence = self._parsed.sentences[trigger.sentence]
        tree = make_tree(sentence)
        bodies = load_lexicon().classes["world_body"]
        for agent in tree.agents(trigger.token):
            first, last = tree.span(agent)
            words = " ".join(token.text.lower() for token in tree.tokens[first : last + 1])
            if any(f" {body} " in f" {words} " for body in bodies):
                return True
        return False

    def _acts_there(self, capital: Place, trigger: Trigger, told: Sequence[Told]) -> bool:
        """Whether an office of state acts or speaks, and none of another country than the capital's."""
        actors = {other.site.place.country_code for other in told if other.site.place and other.rule in _ACTING_RULES}
        if actors - {capital.country_code}:
            return False
        reader = Reader(self._parsed.sentences[trigger.sentence], load_lexicon())
        agents = reader.tree.agents(trigger.token)
        words = (word for agent in agents for word in (agent, *reader.tree.with_dep(agent, _TITLES)))
        return any(_OFFICES & reader.classes[word] for word in words)

    def _is_last_town(self, trigger: Trigger, place: Place) -> bool:
        """Whether the text before the trigger put something there last, of all towns and districts."""
        before = bisect_left(self._grounds, trigger.sentence, key=lambda site: site.sentence)
        return bool(before) and self._grounds[before - 1].place == place

    def _name_rule(self, site: Site, features: Mapping[str, float], told: Sequence[Told]) -> str:
        """The rule that speaks loudest for a place of elsewhere."""
        back, ahead = features.get("back", 0.0), features.get("ahead", 0.0)
        is_carried = max(back, ahead) >= _CARRIED
        if features.get("narrows"):
            around = max((other for other in told if self._lies_in(site, other.site)), key=lambda other: other.score)
            rule = f"{around.rule}, narrowed by the story"
            if is_carried or features.get("narrows_told"):
                rule = f"{around.rule}, narrowed by what is told elsewhere"
        elif is_carried:
            rule = "earlier sentence" if back >= ahead else "told further on"
        elif site.is_dateline or features.get("bureau_country"):
            rule = "dateline"
            if not site.is_dateline:
                rule = f"{rule}, shown at its country"
        else:
            rule = "headline" if site.paragraph_kind is ParagraphKind.HEADLINE else "story"
        return rule

    def _carry(self, trigger: Trigger, place: Place) -> tuple[float, float]:
        """How far events of the same family put this one here: told before, and for headline and lead just after."""
        back = ahead = 0.0
        sentence = trigger.sentence
        reach = _AHEAD_SENTENCES if sentence < _LEAD_SENTENCES else 1
        for anchor in self._anchors.find_near(place, trigger.type, sentence - _CARRY_SENTENCES, sentence + reach):
            distance = sentence - anchor.trigger.sentence
            if distance > 0:
                back = max(back, anchor.score * _CARRY_LOSS**distance)
            elif distance < 0:
                ahead = max(ahead, anchor.score * _AHEAD_LOSS**-distance)
        return back, ahead

    def _find_inside(self, site: Site, trigger: Trigger, told: Sequence[Told]) -> float:
        """How plainly the sentence puts the event in a place around; what is all over a land was in no one town."""
        sentence = self._parsed.sentences[trigger.sentence]
        if is_scattered(self._parsed.document.text[sentence.start : sentence.end]):
            return 0.0
        return max((other.score for other in told if self._lies_in(site, other.site)), default=0.0)

    def _find_around(self, site: Site, told: Sequence[Told]) -> float:
        """How plainly the sentence puts the event in a country or region around; a state or district is fine enough."""
        return max(
            (
                other.score
                for other in told
                if other.site.place and other.site.place.level in LAND_LEVELS and self._lies_in(site, other.site)
            ),
            default=0.0,
        )

    def _is_bureau_country(self, place: Place | None) -> bool:
        """Whether the report was filed from the capital of this country: its bureau tells of all the country."""
        return place is not None and place.level is Level.COUNTRY and place.country_code in self._bureaus

    def _find_held(self, place: Place) -> float:
        """How much of the story is about the places that lie in a place, at most 1."""
        if place.place_id not in self._held:
            inside = (mine.place for mine in self._places if is_within(mine.place, place))
            self._held[place.place_id] = min(1.0, sum(self._share(one) for one in inside))
        return self._held[place.place_id]

    def _lies_in(self, inner: Site, outer: Site) -> bool:
        return lies_in_part(inner.resolution, outer.resolution, self._find_part)

    def _share(self, place: Place | None) -> float:
        return self._shares.get(place.place_id, 0.0) if place and self._is_story else 0.0
