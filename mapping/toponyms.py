"""ParsedDocument -> Mention: the places that a text names.

Rules propose spans generously (span_proposals.py), a linear model weighs each (span_model.py), and the best that do
not overlap become mentions. What follows a name puts it somewhere ("Mosul, Iraq"), what precedes it may point at a
part of it ("northern Iraq").
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapping.gazetteer import Gazetteer
from mapping.index.names import normalise_name
from mapping.kinds import CONTAINER_LEVELS, LAND_LEVELS, Level, MentionKind
from mapping.model import Mention, ParsedDocument, Span
from mapping.recognition.agreement import agree
from mapping.recognition.bare_possessives import find_bare
from mapping.recognition.facts import DocumentFacts, strip_name
from mapping.recognition.lands import read_lands
from mapping.recognition.model import describe_listing, describe_naming, score_span
from mapping.recognition.neighbours import believe_neighbours
from mapping.recognition.offsets import find_offset
from mapping.recognition.others import is_plain_word, names_craft, shows_person
from mapping.recognition.proposals import propose_spans
from mapping.recognition.rules import HYPHENATED, SURE_SCORES, propose_shared
from mapping.recognition.tables import WordTables, load_word_tables
from mapping.recognition.view import Proposal, SentenceView, strip_possessive
from mapping.resolution.candidates import is_within

# Where precision and recall of the span model balance; see docs/model-cards/span-model.md.
_THRESHOLD = 0.4
_SHORT_HEADS = {" Co.": " County", " Co": " County", " Twp.": " Township", " Twp": " Township"}
_OBSCURE = frozenset({"no", "small", "middle", "adm2"})
_TERRITORIES = frozenset({"country", "region", "adm1"})
_COMPASS = {
    "north": "northern",
    "south": "southern",
    "east": "eastern",
    "west": "western",
    "northeast": "northeastern",
    "northwest": "northwestern",
    "southeast": "southeastern",
    "southwest": "southwestern",
    "central": "central",
}
_PARTICLES = frozenset({"de", "del", "da", "do", "dos", "das", "di", "du", "des", "el", "al", "e", "a"})


def find_mentions(
    parsed: ParsedDocument, gazetteer: Gazetteer, *, tables: WordTables | None = None
) -> tuple[Mention, ...]:
    """Find the toponyms of one document.

    Args:
        parsed: The document with its sentences.
        gazetteer: Scanned for names, and asked about them.
        tables: Word tables and weights instead of those of geodata/.

    Returns:
        In text order, not overlapping. A name inside an organisation's name has the kind ORGANISATION, an adjective
        or a people DEMONYM. Names of persons, news outlets and their bylines are left out.

    Raises:
        GazetteerError: A word table of geodata/ is missing.
    """
    tables = tables or load_word_tables()
    views = [SentenceView(index, sentence, parsed.document.text) for index, sentence in enumerate(parsed.sentences)]
    lands = read_lands(parsed, gazetteer)
    bare = find_bare(parsed, gazetteer, tables)
    proposed = [(view, propose_spans(view, gazetteer, tables, lands, bare)) for view in views]
    facts = DocumentFacts(parsed, proposed, tables, gazetteer, lands)
    scored = [(view, _score_spans(proposals, view, facts, gazetteer)) for view, proposals in proposed]
    mentions: list[Mention] = []
    for view, spans in believe_neighbours(agree(scored), facts, gazetteer):
        chosen = _choose_spans(_drop_cut(spans, view))
        made = [_make_mention(proposal, score, view, gazetteer, tables) for proposal, score in chosen]
        mentions.extend(_add_containers(made, view, gazetteer))
    return tuple(mentions)


def make_mentions(parsed: ParsedDocument, spans: Sequence[Span], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Turn spans that the caller knows to be toponyms into mentions.

    Args:
        parsed: The document with its sentences.
        spans: In any order; they may lie outside every sentence.
        gazetteer: Asked about the names.

    Returns:
        One mention per span, in the order of `spans`, with score 1 and the rule "given".
    """
    tables = load_word_tables()
    views = [SentenceView(index, sentence, parsed.document.text) for index, sentence in enumerate(parsed.sentences)]
    made: dict[int, Mention] = {}
    for view in views:
        inside = [number for number, span in enumerate(spans) if view.sentence.start <= span.start < view.sentence.end]
        inside.sort(key=lambda number: spans[number].start)
        mentions = [_make_given(spans[number], view, gazetteer, tables) for number in inside]
        made.update(zip(inside, _add_containers(mentions, view, gazetteer), strict=True))
    text = parsed.document.text
    return tuple(
        made[number] if number in made else _make_bare(span, text, gazetteer) for number, span in enumerate(spans)
    )


def _score_spans(
    proposals: Sequence[Proposal], view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer
) -> list[tuple[Proposal, float]]:
    return [
        (proposal, score_span(proposal, view, facts, gazetteer))
        for proposal in proposals
        if not is_vetoed(proposal, view, facts, gazetteer)
    ]


def _drop_cut(scored: Sequence[tuple[Proposal, float]], view: SentenceView) -> list[tuple[Proposal, float]]:
    """Leave out what the language model cut off a listed name: "Boca" of "Boca del Mar", "Aix" of "Aix-en-Provence"."""
    whole = [
        proposal for proposal, score in scored if proposal.rule in {"gazetteer", HYPHENATED} and score >= _THRESHOLD
    ]
    return [pair for pair in scored if not any(_is_cut(pair[0], other, view) for other in whole)]


def _is_cut(proposal: Proposal, whole: Proposal, view: SentenceView) -> bool:
    is_inside = whole.first <= proposal.first and proposal.last <= whole.last
    if not is_inside or (proposal.first, proposal.last) == (whole.first, whole.last):
        return False
    if whole.rule == HYPHENATED:
        return True
    return (
        proposal.start == whole.start
        and proposal.last < whole.last
        and view.lower[proposal.last] in _PARTICLES
        and not view.is_capitalised(proposal.last)
    )


def _choose_spans(scored: Sequence[tuple[Proposal, float]]) -> list[tuple[Proposal, float]]:
    """The best spans of a sentence that do not overlap, in text order."""
    chosen: list[tuple[Proposal, float]] = []
    for proposal, score in sorted(scored, key=lambda pair: (-pair[1], pair[0].start, -pair[0].end)):
        if score < _THRESHOLD:
            break
        if all(proposal.end <= other.start or other.end <= proposal.start for other, _ in chosen):
            chosen.append((proposal, score))
    return sorted(chosen, key=lambda pair: pair[0].start)


def is_vetoed(proposal: Proposal, view: SentenceView, facts: DocumentFacts, gazetteer: Gazetteer) -> bool:
    """Whether a span is no place whatever the model thinks: in the name of an outlet, an armed group or a person."""
    if proposal.rule in SURE_SCORES:
        return False
    following = view.lower[proposal.last] if view.is_capitalised(proposal.last) else ""
    if facts.tables.after.get(following) in {"outlet", "militia"} or _is_stopped(proposal, view, facts.tables):
        return True
    if proposal.kind is MentionKind.DEMONYM:
        return False
    places = facts.find_listed(proposal.name, gazetteer)
    listing = describe_listing(places)
    is_obscure = listing in _OBSCURE or describe_naming(proposal.name, places[:1]) == "other"
    if is_obscure and (_names_person(proposal, view, facts) or shows_person(proposal, view, facts.tables, gazetteer)):
        return True
    if names_craft(proposal, view) or (listing == "no" and is_plain_word(proposal, view, facts.tables)):
        return True
    if _is_acronym(proposal, view) and listing not in _TERRITORIES:
        return gazetteer.expand_abbreviation(proposal.name) is None
    for entity in view.sentence.entities:
        if entity.start <= proposal.start and proposal.end <= entity.end:
            inside = entity.end - entity.start > proposal.end - proposal.start + len("’s")
            return (entity.label == "PERSON" and inside) or (entity.label == "NORP" and listing == "no")
    return False


def _is_stopped(proposal: Proposal, view: SentenceView, tables: WordTables) -> bool:
    """Whether a span lies in a phrase that means no place, or is a mere direction ("Central" in "Central Bank")."""
    if proposal.last - proposal.first == 1 and tables.before.get(view.lower[proposal.first]) == "direction":
        # "Northeast 80th Street", "North Cotabato": what follows is what the direction is of.
        if proposal.last < len(view.tokens) and (
            view.is_capitalised(proposal.last) or view.tokens[proposal.last].text[0].isdigit()
        ):
            return True
        return not any(
            (entity.start, entity.end) == (proposal.start, proposal.end) for entity in view.sentence.entities
        )
    return any(
        match.start() <= proposal.start and proposal.end <= match.end()
        for match in tables.stops.finditer(view.text, view.sentence.start, view.sentence.end)
    )


def _is_acronym(proposal: Proposal, view: SentenceView) -> bool:
    """Whether a span is capitals where the text has small letters: "UN" is no town in India."""
    word = view.text[proposal.start : proposal.end]
    return word.isupper() and word.isalpha() and len(word) < 7 and proposal.first > 0 and not view.is_shouting


def _names_person(proposal: Proposal, view: SentenceView, facts: DocumentFacts) -> bool:
    """Whether a name is that of somebody in the document, and nothing beside it says that a place is meant."""
    before = view.lower[proposal.first - 1] if proposal.first else ""
    if before in {"in", "at", "near"}:
        return False
    name = strip_name(proposal.name)
    return name in facts.people or name.rsplit(" ", 1)[-1] in facts.people or _leads_to_person(proposal, view)


def _leads_to_person(proposal: Proposal, view: SentenceView) -> bool:
    """Whether a person's name goes on right behind a span: the model left the given name out."""
    following = view.tokens[proposal.last].start if proposal.last < len(view.tokens) else -1
    return any(entity.label == "PERSON" and entity.start == following for entity in view.sentence.entities)


def _make_mention(
    proposal: Proposal, score: float, view: SentenceView, gazetteer: Gazetteer, tables: WordTables
) -> Mention:
    text = view.text[proposal.start : proposal.end]
    kind, rule = proposal.kind, proposal.rule
    if rule == "party-label":
        kind = MentionKind.ORGANISATION
    elif kind is MentionKind.PLACE:
        kind = _judge_kind(proposal, view, tables)
    name = proposal.name if rule == "demonym" or rule in SURE_SCORES else _clean_name(text, gazetteer)
    whole = _find_land(name, proposal, view, gazetteer)
    if whole:
        start = view.tokens[proposal.first - 1].start
        text, name = view.text[start : proposal.end], whole
        proposal = replace(proposal, start=start, first=proposal.first - 1)
    if kind is MentionKind.PLACE and _has_article(name, proposal, view, gazetteer):
        name = f"The {name}"
    end = _find_city_end(name, proposal, view, gazetteer) if kind is MentionKind.PLACE else 0
    if end:
        text = view.text[proposal.start : end]
        name = f"{name} City"
    return Mention(
        start=proposal.start,
        end=end or proposal.end,
        text=text,
        kind=kind,
        name=name,
        score=score,
        rule=rule,
        part=_find_part(proposal.first, view, tables),
        offset=find_offset(view.text, proposal.start) if kind is not MentionKind.DEMONYM else None,
    )


def _has_article(name: str, proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> bool:
    """Whether the article before a name is part of it, as its capital shows: "at a home in The Woodlands"."""
    before = view.tokens[proposal.first - 1].text if proposal.first > 1 else ""
    return before == "The" and any(place.name == f"The {name}" for place in gazetteer.find_places(f"The {name}")[:1])


def _find_land(name: str, proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> str:
    """The land that a direction in small letters makes of a name, "central America"; "" where it is a part of that."""
    before = view.tokens[proposal.first - 1].text if proposal.first else ""
    if before not in _COMPASS:
        return ""
    shown = f"{before.capitalize()} {view.text[proposal.start : proposal.end]}"
    is_people = proposal.kind is MentionKind.DEMONYM
    land = (gazetteer.expand_demonym(shown) if is_people else f"{before.capitalize()} {name}") or ""
    own, bare = gazetteer.find_places(land)[:1], gazetteer.find_places(name)[:1]
    is_land = any(place.level in LAND_LEVELS and normalise_name(place.name) == normalise_name(land) for place in own)
    return land if is_land and [place.country_code for place in own] != [place.country_code for place in bare] else ""


def _find_city_end(name: str, proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> int:
    """Where "city" ends behind the name of a land that a city is called after, "Guatemala city"; 0 where none is."""
    words = view.lower[proposal.last : proposal.last + 2]
    if words[:1] != ["city"] or words[1:] == ["of"] or view.is_capitalised(proposal.last):
        return 0
    is_land = any(place.level in CONTAINER_LEVELS for place in gazetteer.find_places(name)[:1])
    is_city = any(place.level is Level.CITY for place in gazetteer.find_places(f"{name} City")[:1])
    return view.tokens[proposal.last].end if is_land and is_city else 0


def _judge_kind(proposal: Proposal, view: SentenceView, tables: WordTables) -> MentionKind:
    """PLACE, unless the span lies within an organisation's name or the model took it for a facility."""
    for entity in view.sentence.entities:
        if entity.start <= proposal.start and proposal.end <= entity.end:
            first, last = view.find_tokens(entity.start, entity.end)
            if entity.label == "ORG" and proposal.last - proposal.first < last - first:
                return MentionKind.ORGANISATION
            if entity.label == "FAC" and proposal.rule == "model":
                return MentionKind.FACILITY
    following = view.lower[proposal.last] if proposal.last < len(view.lower) else ""
    if tables.after.get(following) == "organisation" and view.is_capitalised(proposal.last):
        return MentionKind.ORGANISATION
    return MentionKind.PLACE


def _clean_name(text: str, gazetteer: Gazetteer) -> str:
    """What to look a mention up by: no article, no possessive, abbreviations written out."""
    name = strip_possessive(" ".join(text.split())).strip(' ,;:"“”()')
    for short, long in _SHORT_HEADS.items():
        if name.endswith(short):
            name = name.removesuffix(short) + long
    return gazetteer.expand_abbreviation(name) or name.removeprefix("the ").removeprefix("The ")


def _find_part(first: int, view: SentenceView, tables: WordTables) -> str:
    """The direction before a name, as an adjective, or ""."""
    if first == 0 or tables.before.get(view.lower[first - 1]) != "direction":
        return ""
    word = view.lower[first - 1].replace("-", "")
    if first > 2 and view.lower[first - 2] == "-":
        word = view.lower[first - 3] + word
    return _COMPASS.get(word, word if word.removesuffix("ern") in _COMPASS else "")


def _add_containers(mentions: Sequence[Mention], view: SentenceView, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Give each mention the place that stands right behind it, where one can hold the other."""
    for index, mention in enumerate(mentions):
        container = ""
        for other in mentions[index + 1 : index + 2]:
            between = view.text[mention.end : other.start]
            is_name = MentionKind.DEMONYM not in {mention.kind, other.kind}
            if is_name and between.strip() in {",", "(", "in"} and _can_hold(other.name, mention.name, gazetteer):
                container = other.name
        yield replace(mention, container=container) if container else mention


def _can_hold(outer: str, inner: str, gazetteer: Gazetteer) -> bool:
    """Whether some place named `inner` lies in some division or country named `outer`."""
    holders = [place for place in gazetteer.find_places(outer) if place.level in CONTAINER_LEVELS]
    return any(
        is_within(place, holder) for place in gazetteer.find_places(inner) for holder in holders if place != holder
    )


def _make_given(span: Span, view: SentenceView, gazetteer: Gazetteer, tables: WordTables) -> Mention:
    demonym = gazetteer.expand_demonym(view.text[span.start : span.end])
    proposal = view.make(span.start, span.end, "given")
    mention = _make_mention(proposal, 1.0, view, gazetteer, tables)
    if demonym:
        return replace(mention, kind=MentionKind.DEMONYM, name=demonym)
    for shared in propose_shared(view, gazetteer):
        if (shared.start, shared.end) == (span.start, span.end):
            return replace(mention, name=shared.name)
    return mention


def _make_bare(span: Span, text: str, gazetteer: Gazetteer) -> Mention:
    shown = text[span.start : span.end]
    name = gazetteer.expand_demonym(shown) or _clean_name(shown, gazetteer)
    kind = MentionKind.PLACE
    return Mention(start=span.start, end=span.end, text=shown, kind=kind, name=name, score=1.0, rule="given")
