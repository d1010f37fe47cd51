"""How sure a merged event is: several reports that agree say more than one, but not as much as if none knew another."""

from collections.abc import Sequence

from mapping.merging.choosing import Report
from mapping.merging.copies import is_copy

# The share of a further report's score that counts: reports draw on each other and err alike.
_INDEPENDENCE = 0.3
_MOST_REPORTS, _MOST_READ = 8, 24


def score_merged(lead: Report, reports: Sequence[Report]) -> float:
    """The chance that a merged event is right: noisy-or, in which further reports count for a part.

    Args:
        lead: The report whose score is raised.
        reports: All, the lead among them; the first two dozen count. A copy of a text that counted already adds
            nothing.

    Source: noisy-or, Pearl (1988).
    """
    doubt, counted = 1.0 - lead[0].score, [lead[1]]
    for report, document in reports[:_MOST_READ]:
        if len(counted) >= _MOST_REPORTS:
            break
        if not any(document.doc_id == other.doc_id or is_copy(document, other) for other in counted):
            doubt *= 1.0 - _INDEPENDENCE * report.score
            counted.append(document)
    return 1.0 - doubt
