"""Why one place of a name and not another, in a few words: what the reader of an event sees."""

from collections.abc import Iterator

from mapping.model import Candidate, Reason, Resolution

_MIN_WEIGHT = 0.05
_SHOWN_REASONS, _SHOWN_PLACES = 2, 3
_LEAST_SCORE = 0.01


def explain_choice(resolution: Resolution) -> tuple[Candidate, ...]:
    """The chosen place and those that its name might have meant, likeliest first, each with what decided.

    The chosen one has what sets it apart from the next; the others have what speaks less for them, with a negative
    weight. Empty where the name has one place only, or where the place was not chosen among candidates.

    Args:
        resolution: Of one mention.
    """
    best, *others = resolution.candidates or (None,)
    if best is None or resolution.place != best.place:
        return ()
    rivals = [other for other in others if other.score >= _LEAST_SCORE][:_SHOWN_PLACES]
    if not rivals:
        return ()
    chosen = Candidate(place=best.place, score=resolution.score, reasons=tuple(_find_gains(best, rivals[0])))
    return (chosen, *(tell_losses(best, rival) for rival in rivals))


def _find_gains(best: Candidate, other: Candidate) -> Iterator[Reason]:
    """What speaks more for the first than for the second, the weightiest first."""
    weights = {reason.name: reason.weight for reason in other.reasons}
    gains = [(reason.weight - weights.get(reason.name, 0.0), reason) for reason in best.reasons]
    for gain, reason in sorted(gains, key=lambda pair: -pair[0])[:_SHOWN_REASONS]:
        if gain >= _MIN_WEIGHT:
            yield Reason(name=reason.name, weight=round(gain, 3), note=reason.note)


def tell_losses(best: Candidate, rival: Candidate) -> Candidate:
    """The rival with what speaks less for it than for the best: its weights are negative, its words say "less"."""
    losses = (
        Reason(name=reason.name, weight=-reason.weight, note=f"less: {reason.note}")
        for reason in _find_gains(best, rival)
    )
    return Candidate(place=rival.place, score=rival.score, reasons=tuple(losses))
