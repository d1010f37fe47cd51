"""The table of stories: what counts as together, and what its figures mean."""

from datetime import date

from bench.stories import Account, Figures, judge, measure, split_stories
from mapping.documents import make_document


def make_account(doc_id: str, gold: str, found: str, *, is_main: bool = True, is_alone: bool = False) -> Account:
    """One account of a document."""
    return Account(doc_id=doc_id, gold=gold, found=found, is_main=is_main, is_alone=is_alone)


def test_a_subject_taken_up_again_months_later_is_another_story() -> None:
    """A story lasts no longer than 120 days; days without news within that part nothing."""
    days = [date(2013, 4, 10), date(2011, 10, 25), date(2011, 12, 1), date(2013, 4, 12)]
    told = [("trial", make_document("Rain.", created=day, doc_id=str(day))) for day in days]
    assert [story for _, story in split_stories(told)] == ["trial 1", "trial 0", "trial 0", "trial 1"]


def test_accounts_are_judged_by_those_they_share_a_story_with() -> None:
    """Of three in one story two belong together, and the third of its kind is elsewhere."""
    accounts = [
        make_account("a", "flood", "1"),
        make_account("b", "flood", "1"),
        make_account("c", "fire", "1"),
        make_account("d", "flood", "2"),
    ]
    assert judge(accounts) == [(2 / 3, 2 / 3), (2 / 3, 2 / 3), (1 / 3, 1.0), (1.0, 1 / 3)]


def test_figures_are_those_of_the_documents_asked_for() -> None:
    """What other documents tell counts where it shares a story with them, and is no part of the figures else."""
    accounts = [
        make_account("a", "flood", "1"),
        make_account("a", "flood", "3", is_main=False, is_alone=True),
        make_account("b", "flood", "1"),
        make_account("c", "fire", "1"),
        make_account("d", "flood", "2"),
    ]
    assert measure(accounts, {"a", "d"}) == Figures(
        documents=2,
        precision=(2 / 3 + 1) / 2,
        recall=(2 / 3 + 1 / 3) / 2,
        pure=(2 / 3 + 1 + 1) / 3,
        gathered=1 / 2,
        scattered=3 / 2,
        alone=1 / 3,
    )
