"""Which place belongs to which event.

For each trigger, every place of its sentence is scored by its role there; where none fits, the text around it is
asked in turn: the events told just before, the headline, what the story is about. Where no place is told, none is
given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mapping.event_types import family_of
from mapping.kinds import Level, MentionKind, Modality, ParagraphKind
from mapping.model import Candidate, ParsedDocument, Place, PlaceChoice, Resolution, Trigger
from mapping.resolution.reasons import explain_choice
from mapping.telling.parts import FindPart, find_no_part, lies_in_part, locate
from mapping.telling.references import REFERENCE, find_references
from mapping.telling.site_roles import score_role
from mapping.telling.sites import Site, find_sites, find_story_places, fineness, is_capital
from mapping.telling.syntax import make_tree

_MIN_SCORE = 0.2
# What the sentence itself tells counts for more than what stands around it.
_OWN_LEAD = 0.75
_CARRY, _CARRY_SENTENCES, _AHEAD_SENTENCES, _LEAD_SENTENCES = 0.75, 3, 6, 3
_STORY_BASE, _STORY_SHARE = 0.35, 0.45
_MIN_STORY_SENTENCES = 3
_BUREAU = 0.6
_CAPITAL_WORDS = frozenset({"capital", "here"})
_SCENE = 0.85
_BEFORE = frozenset({"after", "since", "before", "until"})
_NARROW_SHARE, _DATELINE_SHARE = 0.35, 0.15
_TELLING_RULES = frozenset({"own phrase", "object", "clause"})
_MIN_ALTERNATIVE, _MAX_ALTERNATIVES = 0.05, 4
_UNLISTED, _STAND_IN, _PLAIN_SCORE = 0.5, 0.6, 0.4
# Words and plans have no scene: that a story is about a town does not put a statement there.
_WITHOUT_SCENE = frozenset({"diplomacy", "politics", "economy", "other"})
_LOCAL = frozenset({"battle", "strike", "attack", "protest", "riot", "crime", "accident"})


@dataclass(frozen=True, slots=True)
class _Scored:
    """A site with the score and the rule that speak for it.

    `stand_in` is the place around a site whose name the gazetteer lacks, or that is told too finely.
    """

    site: Site
    score: float
    rule: str
    stand_in: Place | None = None

    @property
    def place(self) -> Place | None:
        """Where that is."""
        return self.stand_in or self.site.place


def place_events(
    parsed: ParsedDocument,
    triggers: Sequence[Trigger],
    resolutions: Sequence[Resolution],
    *,
    find_part: FindPart = find_no_part,
) -> tuple[PlaceChoice | None, ...]:
    """Choose for each trigger where the event was.

    Args:
        parsed: The document with its sentences.
        triggers: In text order.
        resolutions: Of all the document's mentions, in text order.
        find_part: What a part of a place means; an event "in northern Iraq" is placed there, not in Iraq's middle.

    Returns:
        One choice per trigger, in the same order; None where the text tells no place for it.
    """
    sites = find_sites(parsed, resolutions)
    shares = find_story_places(sites, parsed.document.title)
    told_by_noun = find_references(parsed, sites, shares)
    in_sentences = sorted((*sites, *told_by_noun), key=lambda site: site.start)
    by_sentence = [_score_sentence(parsed, trigger, in_sentences) for trigger in triggers]
    own = [_choose(scored, find_part) for scored in by_sentence]
    told = [
        (trigger, found) for trigger, found in zip(triggers, own, strict=True) if found and found.rule in _TELLING_RULES
    ]
    story = _Story(parsed, sites, shares, told, find_part)
    return tuple(
        _make_choice(_settle(trigger, found, scored, story), scored, find_part)
        for trigger, found, scored in zip(triggers, own, by_sentence, strict=True)
    )


def _settle(
    trigger: Trigger, found: "_Scored | None", scored: Sequence["_Scored"], story: "_Story"
) -> "_Scored | None":
    """Let the text around the sentence answer where the sentence does not, or not finely enough."""
    if story.is_caption(trigger):
        return story.find_scene(trigger, found)
    around = story.find(trigger)
    if found is None or (around is not None and _OWN_LEAD * around.score > found.score and not _names_unlisted(found)):
        found = around
    if found is not None and found.place is None:
        return story.stand_in(found, scored)
    return story.narrow(trigger, found) if found is not None else None


def _score_sentence(parsed: ParsedDocument, trigger: Trigger, sites: Sequence[Site]) -> list[_Scored]:
    scored = []
    for site in sites:
        if site.sentence == trigger.sentence and not site.is_dateline:
            score, rule = score_role(parsed, trigger, site)
            if score > 0.0:
                sure = site.resolution.score if site.place else _UNLISTED
                scored.append(_Scored(site, score * (0.5 + 0.5 * sure), rule))
    return sorted(scored, key=lambda item: (-item.score, item.site.start))


def _choose(scored: Sequence[_Scored], find_part: FindPart) -> _Scored | None:
    """The best, or the finest place inside the best that is nearly as good."""
    if not scored or scored[0].score < _MIN_SCORE:
        return None
    best = scored[0]
    near = [item for item in scored[1:] if item.score >= 0.45 * best.score]
    inside = [item for item in near if lies_in_part(item.site.resolution, best.site.resolution, find_part)]
    if inside:
        finest = min(inside, key=lambda item: (fineness(item.site.place), -item.score, item.site.start))
        return _Scored(finest.site, max(finest.score, 0.9 * best.score), finest.rule)
    return best


def _names_unlisted(found: _Scored) -> bool:
    """Whether the sentence plainly tells a place that the gazetteer lacks: no other place then answers for it."""
    return found.site.place is None and found.rule in _TELLING_RULES and found.score >= _PLAIN_SCORE


class _Story:
    """What the rest of the document says about where things happen."""

    def __init__(
        self,
        parsed: ParsedDocument,
        sites: Sequence[Site],
        shares: Mapping[str, float],
        told: Sequence[tuple[Trigger, _Scored]],
        find_part: FindPart,
    ) -> None:
        self._parsed = parsed
        self._find_part = find_part
        self._shares = shares
        self._named = [site for site in sites if site.place]
        self._sites = [site for site in sites if site.kind is not MentionKind.DEMONYM and site.place]
        self._told = [(trigger, found) for trigger, found in told if found.place is not None]

    def is_caption(self, trigger: Trigger) -> bool:
        """Whether the trigger stands under a picture."""
        paragraph = self._parsed.sentences[trigger.sentence].paragraph
        return self._parsed.document.paragraphs[paragraph].kind is ParagraphKind.CAPTION

    def find_scene(self, trigger: Trigger, found: _Scored | None) -> _Scored | None:
        """The place of a picture, which its caption tells last; what is only background keeps its own."""
        if found is not None and (found.score >= _SCENE or self._is_background(trigger)):
            return found
        scenes = [
            site
            for site in self._sites
            if self._parsed.sentences[site.sentence].paragraph == self._parsed.sentences[trigger.sentence].paragraph
            and site.kind is MentionKind.PLACE
            and site.hangs_on_place_word
        ]
        if not scenes:
            return found
        inside = [site for site in scenes if self._lies_in(site, scenes[-1])]
        scene = min([scenes[-1], *inside], key=lambda site: fineness(site.place))
        return _Scored(scene, _SCENE * (0.5 + 0.5 * scene.resolution.score), "caption")

    def _is_background(self, trigger: Trigger) -> bool:
        tree = make_tree(self._parsed.sentences[trigger.sentence])
        chain = [trigger.token, *tree.ancestors(trigger.token)]
        return any(tree.tokens[child].lemma in _BEFORE for index in chain[:-1] for child in tree.children[index])

    def find(self, trigger: Trigger) -> _Scored | None:
        """The place that the text around the trigger's sentence suggests."""
        near, lead = self._carry(trigger), self._lead(trigger)
        if near is None or lead is None:
            return near or lead
        if near.place == lead.place:
            return replace(near, score=max(near.score, lead.score))
        return near if near.score >= lead.score else lead

    def _carry(self, trigger: Trigger) -> _Scored | None:
        """The place of the nearest event of the same kind: told just before, or for headline and lead just after."""
        is_lead = trigger.sentence < _LEAD_SENTENCES
        near = []
        for other, found in self._told:
            distance = trigger.sentence - other.sentence
            if family_of(other.type) != family_of(trigger.type) or distance == 0:
                continue
            if 0 < distance <= _CARRY_SENTENCES:
                near.append(_Scored(found.site, found.score * _CARRY * 0.95**distance, "earlier sentence"))
            elif is_lead and -_AHEAD_SENTENCES <= distance < 0:
                near.append(_Scored(found.site, found.score * _CARRY * 0.93**-distance, "told further on"))
        return max(near, key=lambda item: item.score, default=None)

    def _lead(self, trigger: Trigger) -> _Scored | None:
        """The place that the story is about: named most, and most at the top."""
        if trigger.modality is not Modality.HAPPENED or family_of(trigger.type) in _WITHOUT_SCENE:
            return None
        is_story = len(self._parsed.sentences) >= _MIN_STORY_SENTENCES
        others = [site for site in self._sites if site.is_dateline or (is_story and site.sentence != trigger.sentence)]
        if not others:
            return None
        best = max(others, key=lambda site: (self._share(site), -site.start))
        share = self._share(best)
        rule = "dateline" if best.is_dateline else "story"
        if best.paragraph_kind is ParagraphKind.HEADLINE:
            rule = "headline"
        score = (_STORY_BASE + _STORY_SHARE * share) * (0.5 + 0.5 * best.resolution.score)
        if not (best.is_dateline and is_capital(best.place)):
            return _Scored(best, score, rule)
        return self._leave_bureau(_Scored(best, score * _BUREAU, rule), trigger)

    def _leave_bureau(self, found: _Scored, trigger: Trigger) -> _Scored:
        """The country that the text names, for what a report from its capital tells without a place of its own."""
        tokens = self._parsed.sentences[trigger.sentence].tokens
        if found.place is None or any(token.lemma in _CAPITAL_WORDS for token in tokens):
            return found
        named = (
            site.place
            for site in self._named
            if site.place and site.place.level is Level.COUNTRY and site.place.country_code == found.place.country_code
        )
        country = next(named, None)
        return replace(found, stand_in=country, rule=f"{found.rule}, shown at its country") if country else found

    def narrow(self, trigger: Trigger, found: _Scored) -> _Scored:
        """A city of the story for an event that its sentence puts only in the country or region around it."""
        if fineness(found.site.place) < 2 or family_of(trigger.type) not in _LOCAL:
            return found
        told = [
            item
            for other, item in self._told
            if family_of(other.type) == family_of(trigger.type)
            and other.sentence != trigger.sentence
            and fineness(item.place) < 2
            and self._lies_in(item.site, found.site)
        ]
        if told:
            finest = max(told, key=lambda item: (self._share(item.site), item.score))
            return _Scored(finest.site, found.score * 0.85, f"{found.rule}, narrowed by what is told elsewhere")
        inside = [
            site
            for site in self._sites
            if site.sentence != trigger.sentence or site.is_dateline
            if fineness(site.place) < 2 and self._lies_in(site, found.site)
        ]
        if not inside:
            return found
        best = max(inside, key=lambda site: (self._share(site), -site.start))
        if self._share(best) < (_DATELINE_SHARE if best.is_dateline else _NARROW_SHARE):
            return found
        return _Scored(best, found.score * 0.8, f"{found.rule}, narrowed by the story")

    def stand_in(self, found: _Scored, scored: Sequence[_Scored]) -> _Scored | None:
        """The division or country around a name that the gazetteer lacks, from the sentence, else from the story."""
        near = [item.site for item in scored if item.site.place and fineness(item.site.place) >= 2]
        wide = [site for site in self._sites if fineness(site.place) >= 2]
        around = near[0] if near else max(wide, key=lambda site: (self._share(site), -site.start), default=None)
        if around is None:
            return None
        rule = f"{found.rule}, shown at the place around it"
        return _Scored(found.site, found.score * _STAND_IN, rule, around.place)

    def _lies_in(self, inner: Site, outer: Site) -> bool:
        return lies_in_part(inner.resolution, outer.resolution, self._find_part)

    def _share(self, site: Site) -> float:
        return self._shares.get(site.place.place_id, 0.0) if site.place else 0.0


def _make_choice(best: _Scored | None, scored: Sequence[_Scored], find_part: FindPart) -> PlaceChoice | None:
    if best is None or best.place is None:
        return None
    place = locate(best.site.resolution, find_part) if best.stand_in is None else best.stand_in
    if place is None:
        return None
    mention = best.site.resolution.mention
    others = {found.place.place_id: found for found in _explain_name(best, place)}
    namesakes = len(others)
    for item in scored:
        if item.place is not None and item.place.place_id != best.place.place_id and item.score > _MIN_ALTERNATIVE:
            others.setdefault(item.place.place_id, Candidate(place=item.place, score=min(1.0, item.score)))
    return PlaceChoice(
        place=place,
        start=mention.start,
        end=mention.end,
        mention=mention.text,
        rule=f"{best.rule}, named before" if mention.rule == REFERENCE else best.rule,
        score=min(1.0, best.score),
        alternatives=tuple(others.values())[: namesakes + _MAX_ALTERNATIVES],
    )


def _explain_name(best: _Scored, place: Place) -> tuple[Candidate, ...]:
    """What else the name might have meant; nothing where the point is that of a place around it."""
    if best.stand_in is not None:
        return ()
    told = explain_choice(best.site.resolution)
    return (replace(told[0], place=place), *told[1:]) if told else ()
