"""What a name's place rests on: a list that has the name, or other names of the text; and who is only from there."""

from mapping.model import ParsedDocument, Resolution
from mapping.telling.references import REFERENCE
from mapping.telling.sites import Site
from mapping.telling.syntax import make_tree


def is_lent(resolution: Resolution) -> bool:
    """Whether the gazetteer lacks the name, so that its place is that of another name, or none."""
    if resolution.place is None or resolution.mention.rule == REFERENCE:
        return resolution.place is None
    return not resolution.candidates or resolution.candidates[0].place.place_id != resolution.place.place_id


def is_home(parsed: ParsedDocument, site: Site) -> bool:
    """Whether a place only says where somebody or something is from: "a couple from Osaka"."""
    tree = make_tree(parsed.sentences[site.sentence])
    above = tree.ancestors(site.token)[:3]
    token = next((tree.tokens[index] for index in above if tree.tokens[index].dep == "prep"), None)
    return token is not None and token.lemma == "from" and tree.tokens[token.head].pos in ("NOUN", "PROPN", "NUM")
