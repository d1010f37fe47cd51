"""What a whole document tells about the names in it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from mapping.gazetteer import Gazetteer
from mapping.geo import division_code
from mapping.kinds import LAND_LABELS
from mapping.model import Entity, ParsedDocument, Place
from mapping.recognition.context import describe_next
from mapping.recognition.lands import find_heard
from mapping.recognition.rules import SURE_SCORES
from mapping.recognition.tables import WordTables
from mapping.recognition.view import Proposal, SentenceView

Proposed = tuple[SentenceView, Sequence[Proposal]]
"""A sentence with the spans proposed in it."""

# A name like "San Antonio" votes for every division that has one, so it votes with little weight.
_MAX_VOTES = 40


class DocumentFacts:
    """What the rest of the document tells about a name: its people, and how the model labels it elsewhere.

    Args:
        parsed: The document.
        proposed: Its sentences with the spans proposed in them.
        tables: Words beside names.
        gazetteer: Where names are looked up.
        lands: The countries that it speaks of, see `lands.py`.
    """

    def __init__(
        self,
        parsed: ParsedDocument,
        proposed: Iterable[Proposed],
        tables: WordTables,
        gazetteer: Gazetteer,
        lands: Collection[str] = (),
    ) -> None:
        self.tables = tables
        self.labels: dict[str, Counter[str]] = {}
        self.people: set[str] = set()
        self.lower_case: set[str] = set()
        for sentence in parsed.sentences:
            self.lower_case.update(token.text for token in sentence.tokens if token.text.islower())
            for entity in sentence.entities:
                self._add_entity(entity, gazetteer)
        self.lands = lands
        self.divisions = self._vote_divisions(gazetteer)
        self._placed: Counter[str] = Counter()
        for view, proposals in proposed:
            for proposal in proposals:
                self._placed[strip_name(proposal.name)] += self._is_placed(proposal, view, gazetteer)

    def is_placed_elsewhere(self, proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> bool:
        """Whether a name stands elsewhere as places do: behind "in", before its country, in a dateline."""
        return self._placed[strip_name(proposal.name)] > self._is_placed(proposal, view, gazetteer)

    def _is_placed(self, proposal: Proposal, view: SentenceView, gazetteer: Gazetteer) -> bool:
        if proposal.rule in SURE_SCORES:
            return True
        before = view.lower[proposal.first - 1] if proposal.first else ""
        if before in {"in", "near"}:
            return view.tokens[proposal.last - 1].pos == "PROPN"
        return describe_next(view, proposal.last, self.tables, gazetteer) == ",place" and proposal.rule == "gazetteer"

    def find_listed(self, name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
        """The places of a name as written, written out, or otherwise spelt in a country that the document names."""
        places = gazetteer.find_places(gazetteer.expand_abbreviation(name) or name)
        return places or find_heard(name, self.lands, gazetteer)

    def _vote_divisions(self, gazetteer: Gazetteer) -> dict[str, float]:
        """How many of the names that the model takes for places could lie in each first-order division."""
        votes: defaultdict[str, float] = defaultdict(float)
        for name, labels in self.labels.items():
            if labels.most_common(1)[0][0] in LAND_LABELS:
                places = gazetteer.find_places(gazetteer.expand_abbreviation(name.upper()) or name)[:_MAX_VOTES]
                codes = {division_code(place) for place in places} - {""}
                for code in codes:
                    votes[code] += 1.0 / (1.0 + 0.1 * len(codes))
        return dict(votes)

    def describe_locality(self, places: Sequence[Place]) -> str:
        """Whether some place of a name lies where the document's other names lie, in a word."""
        if not self.divisions or not places:
            return "unknown"
        top = max(self.divisions.values())
        best = max((self.divisions.get(division_code(place), 0.0) for place in places), default=0.0)
        if best <= 1.0:
            return "far"
        return "home" if best >= 0.7 * top else "near"

    def _add_entity(self, entity: Entity, gazetteer: Gazetteer) -> None:
        words = entity.text.split()
        self.labels.setdefault(strip_name(entity.text), Counter())[entity.label] += 1
        if entity.label == "PERSON" and len(words) > 1 and not self._is_headed(entity.text, gazetteer):
            self.people.add(strip_name(words[-1]))

    def _is_headed(self, name: str, gazetteer: Gazetteer) -> bool:
        """Whether a listed name opens with a word for what it is, as no person's does: "Lake Charles"."""
        return name.split()[0].lower() in self.tables.before and bool(gazetteer.find_places(name))


def strip_name(text: str) -> str:
    """A name in lower case without article and possessive, for comparing occurrences."""
    return text.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s")
