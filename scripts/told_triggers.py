"""Which triggers of a text tell what gold or labels say of it, as weights of places and days are fitted to."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.dispatches import Told
from mapping.event_types import family_of
from mapping.kinds import Modality
from mapping.model import ParsedDocument, Trigger
from mapping.telling.salience import Salience

_MAIN_TRIGGERS = 3


def pick_main(parsed: ParsedDocument, triggers: Sequence[Trigger], gold: Mapping[str, Any]) -> list[int]:
    """The most salient triggers of the families that gold gives a text's only event, by number."""
    families = {family_of(code) for code in gold.get("type") or ()}
    salience = Salience(parsed, triggers)
    fitting = [
        number
        for number, trigger in enumerate(triggers)
        if trigger.modality is Modality.HAPPENED and (not families or family_of(trigger.type) in families)
    ]
    return sorted(fitting, key=lambda number: -salience.weigh(triggers[number]))[:_MAIN_TRIGGERS]


def find_telling(told: Told, parsed: ParsedDocument, triggers: Sequence[Trigger]) -> list[int]:
    """The triggers that tell a thing, by number: of its types in its words, else in its sentence, else any in these.

    What was taken for another kind of thing happened where and when it did all the same.
    """
    at = told.find_start(parsed.document.text)
    words = [number for number, trigger in enumerate(triggers) if at <= trigger.start < at + len(told.words)]
    fitting = [
        number
        for number, trigger in enumerate(triggers)
        if parsed.sentences[trigger.sentence].start <= at < parsed.sentences[trigger.sentence].end
        and any(trigger.type == one or trigger.type.startswith(f"{one}.") for one in told.types)
    ]
    return [number for number in fitting if number in words] or fitting or words
