"""What is known of each outlet from the articles that were read, in this run and before."""

import json
from collections.abc import Callable, Mapping, Sequence

from mapping.model import Document, Resolution
from mapping.resolution.outlets import ArticlePlaces, ClearPoint, OutletHome, gather_article, learn_home, name_outlet

# So many articles tell where an outlet lives; more of them would only slow the next one down.
MAX_ARTICLES = 200


def load_nothing(_outlet: str) -> Mapping[str, str]:
    """For runs that remember nothing of the runs before."""
    return {}


def keep_nothing(_outlet: str, _doc_id: str, _payload: str) -> None:
    """For runs that leave nothing behind."""


class OutletMemory:
    """The clear places of each outlet's articles, from which its home is learned.

    Args:
        load: What was kept of an outlet before: the payload of each article by document id.
        keep: Called with outlet, document id and payload when what is known of an article changes; "" forgets it.
    """

    def __init__(
        self,
        load: Callable[[str], Mapping[str, str]] = load_nothing,
        keep: Callable[[str, str, str], None] = keep_nothing,
    ) -> None:
        self._load, self._keep = load, keep
        self._articles: dict[str, dict[str, ArticlePlaces]] = {}

    def add(self, document: Document, resolutions: Sequence[Resolution]) -> None:
        """Remember an article.

        Args:
            document: Its outlet and id; an article of no known outlet is passed over.
            resolutions: Made without knowing the outlet's home.
        """
        outlet = name_outlet(document)
        articles = self._open(outlet)
        article, known = gather_article(resolutions), articles.get(document.doc_id)
        if not outlet or article == known:
            return
        if article.divisions and (known or len(articles) < MAX_ARTICLES):
            articles[document.doc_id] = article
            self._keep(outlet, document.doc_id, write_article(article))
        elif known:
            del articles[document.doc_id]
            self._keep(outlet, document.doc_id, "")

    def find_home(self, document: Document) -> OutletHome | None:
        """Where a document's outlet is at home by its other articles; None where too few tell."""
        outlet = name_outlet(document)
        others = [article for doc_id, article in self._open(outlet).items() if doc_id != document.doc_id]
        return learn_home(outlet, others) if others else None

    def _open(self, outlet: str) -> dict[str, ArticlePlaces]:
        if not outlet:
            return {}
        if outlet not in self._articles:
            self._articles[outlet] = {doc_id: read_article(text) for doc_id, text in self._load(outlet).items()}
        return self._articles[outlet]


def write_article(article: ArticlePlaces) -> str:
    """An article's places as JSON."""
    points = [[point.place_id, point.lon, point.lat] for point in article.points]
    return json.dumps({"divisions": article.divisions, "points": points}, separators=(",", ":"))


def read_article(text: str) -> ArticlePlaces:
    """The places of an article from JSON."""
    found = json.loads(text)
    points = (ClearPoint(place_id=place_id, lon=lon, lat=lat) for place_id, lon, lat in found["points"])
    return ArticlePlaces(divisions=tuple(found["divisions"]), points=tuple(points))
