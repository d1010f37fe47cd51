"""A story's name: where, when, what - "Kirkuk, October 2017: advance"; "London, May 2011: trial (Assange)"."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from mapping.chaining.profiles import StoryMembers
from mapping.event_types import family_of, load_event_types
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.rarity import is_telling_name, list_place_words, spell_name, weigh_name

_MAIN_PLACE, _MAIN_AREA = 0.35, 0.6
_MONTH_SHARE, _SECOND_WORD = 0.15, 0.85
# A word readier than this says enough: there was one such thing there. Talks, trials and sport are many.
_PLAIN, _NAME_SHARE = 0.8, 0.4
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


@cache
def _load_words() -> Mapping[str, tuple[str, float]]:
    """What a story of a type or family is called, and how readily: an earthquake sooner than the talks about it."""
    rows = read_table(find_folder("geodata") / "story_words.csv")
    return {row["code"]: (row["word"], float(row["weight"])) for row in rows}


def make_name(members: StoryMembers, taken: Collection[str] = ()) -> str:
    """The shortest of a story's names that no other story has; see `mapping.stories.name_story`."""
    *tries, last = list_names(members)
    return next((name for name in tries if name not in taken), last)


def list_names(members: StoryMembers) -> tuple[str, ...]:
    """The names that a story may have, the shortest first; the last one has a part of its id, and no other story's.

    Of what is told of much, such as talks, the first has a name that most of it tells; of all else, the second.
    """
    where, when, what = _name_place(members), _name_months(members), _name_types(members)
    name = _find_name(members)
    named = f"{what} ({spell_name(name)})" if name else what
    short = (
        [_join(where, when, named)] if what in _list_plain() else [_join(where, when, what), _join(where, when, named)]
    )
    country = next((one.place.country for one in members.places if one.place.country), "")
    full = ", ".join(dict.fromkeys(part for part in (where, country) if part))
    exact = _join(full, _name_days(members), named)
    return tuple(dict.fromkeys([*short, _join(full, when, named), exact, f"{exact} ({members.story_id[:6]})"]))


def _join(where: str, when: str, what: str) -> str:
    if not where and not when:
        return what[:1].upper() + what[1:]
    return f"{', '.join(part for part in (where, when) if part)}: {what}"


def _name_place(members: StoryMembers) -> str:
    """The main place; where none is, the division or country that most lies in; else the two main places."""
    total = sum(one.weight for one in members.places)
    if not members.places:
        return ""
    main = members.places[0]
    if main.weight >= _MAIN_PLACE * total:
        return _shorten(main.place.name)
    for name in ("admin1", "country"):
        area = getattr(main.place, name)
        inside = sum(one.weight for one in members.places if getattr(one.place, name) == area)
        if area and inside >= _MAIN_AREA * total:
            return _shorten(str(area))
    return " and ".join(_shorten(one.place.name) for one in members.places[:2])


def _shorten(name: str) -> str:
    """A place's name without what only a gazetteer needs: "Murcia, Región de"."""
    return name.partition(", ")[0]


def _name_months(members: StoryMembers) -> str:
    total = sum(one.weight for one in members.months)
    months = sorted(one.value for one in members.months if one.weight >= _MONTH_SHARE * total)
    if not months:
        return ""
    first, last = months[0], months[-1]
    if first[:4] != last[:4]:
        return f"{_name_month(first)} {first[:4]} – {_name_month(last)} {last[:4]}"
    span = _name_month(first) if first == last else f"{_name_month(first)}–{_name_month(last)}"
    return f"{span} {first[:4]}"


def _name_month(month: str) -> str:
    return _MONTHS[int(month[5:7]) - 1]


def _name_days(members: StoryMembers) -> str:
    days: list[date] = [day for day in (members.first_day, members.last_day) if day is not None]
    return " – ".join(dict.fromkeys(f"{day.day} {_MONTHS[day.month - 1]} {day.year}" for day in days))


def _name_types(members: StoryMembers) -> str:
    """The word for most of the story, and a second one where nearly as much is something else."""
    words = _rank_words(members)
    return _join_words([word for word, weight in words[:2] if weight >= _SECOND_WORD * words[0][1]]) or "events"


def _rank_words(members: StoryMembers) -> list[tuple[str, float]]:
    """The words for what the story is of, the readiest for most of it first."""
    weights: dict[str, float] = {}
    for one in members.types:
        family = family_of(one.value)
        word, readiness = _load_words().get(one.value) or _load_words().get(family) or (_label(family), 1.0)
        weights[word] = weights.get(word, 0.0) + readiness * one.weight
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))


def _join_words(words: Sequence[str]) -> str:
    first, *others = words or ("",)
    # "Rail accident and accident" says nothing more; of the two the narrower word stays.
    second = next((word for word in others if word not in first), "")
    if second and first in second:
        return second
    return f"{first} and {second}" if second else first


@cache
def _list_plain() -> frozenset[str]:
    return frozenset(word for word, readiness in _load_words().values() if readiness <= _PLAIN)


def _find_name(members: StoryMembers) -> str:
    """The name that says most of the story, where much of it has it; none of its places."""
    places = list_place_words(one.place for one in members.places)
    known = (one for one in members.names if one.weight >= _NAME_SHARE * members.weight)
    telling = [(-weigh_name(one.value) * one.weight, one.value) for one in known if is_telling_name(one.value)]
    return min((pair for pair in telling if pair[1] not in places), default=(0.0, ""))[1]


def _label(family: str) -> str:
    families = load_event_types().families
    return families[family].label.lower() if family in families else family
