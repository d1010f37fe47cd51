"""Tests of mapping.reading.paragraphs: where a paragraph ends, what it is for, what is said twice."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.kinds import ParagraphKind
from mapping.reading.credits import find_trailing_credit, is_credit
from mapping.reading.notices import is_notice
from mapping.reading.paragraphs import split_paragraphs
from mapping.reading.repeats import find_repeats

H, B, C, R, N = (
    ParagraphKind.HEADLINE,
    ParagraphKind.BODY,
    ParagraphKind.CAPTION,
    ParagraphKind.CREDIT,
    ParagraphKind.NOTICE,
)


def split(text: str, title: str = "") -> list[tuple[ParagraphKind, str]]:
    """Each paragraph's kind and text."""
    return [(p.kind, text[p.start : p.end]) for p in split_paragraphs(text, title=title)]


def list_texts(text: str) -> list[str]:
    """Each paragraph's words, line ends within it as blanks."""
    return [" ".join(words.split()) for _, words in split(text)]


WRAPPED = """\
The river rose four metres in a night and carried away the only bridge
that joins the two halves of the town, the mayor said on Wednesday. She
asked the province for boats.

Soldiers came in the afternoon with two ferries and a field kitchen, and
by evening most of the families on the eastern bank had been brought
across. Nobody was missing.
"""
ONE_A_LINE = """\
The river rose four metres in a night and carried away the only bridge of the town, the mayor said on Wednesday, \
and boats are on their way.
Soldiers came in the afternoon.
By evening most families had been brought across.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One came.\n\nTwo left.", ["One came.", "Two left."], id="blank line"),
        pytest.param("One came.\r\n\r\nTwo left.\r\n", ["One came.", "Two left."], id="Windows line ends"),
        pytest.param("One came.\r\rTwo left.", ["One came.", "Two left."], id="old Macintosh line ends"),
        pytest.param("One came.\n \t \nTwo left.", ["One came.", "Two left."], id="blank line of blanks"),
        pytest.param("One came.\u2029Two left.", ["One came.", "Two left."], id="paragraph separator"),
        pytest.param("  One came.  \n\n\n\n  Two left.", ["One came.", "Two left."], id="white space around"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="white space alone"),
        pytest.param(
            "- One truck was burnt.\n- Two cars were hit.",
            ["- One truck was burnt.", "- Two cars were hit."],
            id="list",
        ),
        pytest.param(
            "Crowds gathered on the square of\nLisbon in the evening.",
            ["Crowds gathered on the square of Lisbon in the evening."],
            id="a line that ends in the middle of a phrase",
        ),
    ],
)
def test_paragraphs_end_where_the_text_says(text: str, expected: list[str]) -> None:
    """Blank lines part paragraphs, whatever the system's line end is."""
    assert list_texts(text) == expected


def test_hard_wrapped_lines_are_joined() -> None:
    """A line that ends because its column was full goes on in the next one."""
    joined = list_texts(WRAPPED)
    assert len(joined) == 2
    assert "said on Wednesday. She asked the province" in joined[0]


def test_one_line_a_paragraph_stays_so() -> None:
    """Where each line is a whole paragraph, none is joined to the next, long or short."""
    assert len(split(ONE_A_LINE)) == 3


def test_a_headline_is_not_joined_to_a_wrapped_story() -> None:
    """A short first line without a stop is a headline even with no blank line below it."""
    text = "Bridge swept away\n" + WRAPPED
    assert split(text)[0] == (H, "Bridge swept away")
    assert len(split(text)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Flood hits town\n\nA flood came on Monday.", [H, B], id="headline"),
        pytest.param(
            "# Flood hits town\nA flood came on Monday.\n## What is next\nMore rain came.", [H, B, H, B], id="Markdown"
        ),
        pytest.param("Will the dam hold?\n\nA flood came on Monday.", [H, B], id="headline that asks"),
        pytest.param("A flood came on Monday.\n\nWhat is next\n\nMore rain came.", [B, H, B], id="section heading"),
        pytest.param("A flood came on Monday.\n\nMore rain came", [B, B], id="the last line is no heading"),
        pytest.param("NEWTOWN (Example Wire) _\n\nA flood came.", [B, B], id="a dateline on its own line"),
        pytest.param('A flood came.\n\n"We ran"\n\nMore rain came.', [B, B, B], id="a quotation is no heading"),
        pytest.param("A flood came.\n\nAdvertisement\n\nMore rain came.", [B, N, B], id="advert"),
        pytest.param("We use cookies to make this site better.\n\nA flood came.", [N, B], id="cookies"),
        pytest.param("A flood came.\n\nClick to share on Example (Opens in new window)", [B, N], id="share button"),
        pytest.param("Published 3 May 2021, 10:15\n\nA flood came on Monday.", [N, B], id="stamp"),
        pytest.param("Flood hits town\n\nBy Jane Example\n\nA flood came on Monday.", [H, R, B], id="byline"),
        pytest.param("A flood came.\n\n(Reporting by Jane Example; Editing by Joe Sample)", [B, R], id="sign-off"),
        pytest.param("Photograph: Jane Example/AFP\n\nA flood came.", [R, B], id="labelled credit"),
        pytest.param("Photo credit: Jane Example\n\nA flood came.", [R, B], id="photo credit"),
        pytest.param("Image: People wade through a street\n\nA flood came.", [C, B], id="labelled caption"),
        pytest.param("File photo: a bridge in 2012.\n\nA flood came.", [C, B], id="file photo"),
        pytest.param(
            "Image copyright Example Wire Image caption People flee the town\n\nA flood came.",
            [R, C, B],
            id="both labels in a line",
        ),
        pytest.param(
            "Two bridges fell Click to share on Example (Opens in new window) | Click to share on Other (Opens in new"
            " window) The town was cut off. Image copyright Example Wire Image caption People flee",
            [H, N, N, B, R, C],
            id="a page copied as one line",
        ),
        pytest.param(
            "Flood hits town By Jane Example LIMA, Aug. 3 (Wire) - A flood came.",
            [H, B],
            id="a dateline behind the byline",
        ),
        pytest.param(
            "Title: Flood hits town\nDate: 3 May 2021\nSource: Example Wire\n\nA flood came.",
            [H, N, N, B],
            id="header lines",
        ),
        pytest.param("A flood came. Date: unknown.\n\nMore rain came.", [B, B], id="no header lines in a sentence"),
    ],
)
def test_each_paragraph_is_known_for_what_it_is(text: str, expected: list[ParagraphKind]) -> None:
    """Only what tells of the world is read as news."""
    assert [kind for kind, _ in split(text)] == expected


def test_a_list_of_videos_is_no_news() -> None:
    """Lengths and titles, one below the other; the times of a live page's posts rise or fall."""
    titles = ["1:09 Man shot in Marlow", "0:48 Ducks cross road in Kent", "2:42 Two held after raid in Dover"]
    story = "Rain fell in Leeds."

    def read(lines: list[str]) -> list[ParagraphKind]:
        return [paragraph.kind for paragraph in split_paragraphs("\n\n".join([*lines, story]))]

    assert read(titles) == [*[ParagraphKind.NOTICE] * 3, ParagraphKind.BODY]
    for others in (titles[:2], sorted(titles), [f"{title}." for title in titles]):
        assert ParagraphKind.NOTICE not in read(others)


def test_a_known_title_is_a_headline_whatever_it_ends_with() -> None:
    """The title that came with the text is recognised where the text repeats it."""
    assert split("The flood came.\n\nIt rained.", title="The flood  came.")[0][0] is H


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        pytest.param(
            "People wade through a street in Newtown on May 3, 2021.Jane Example / Example Agency",
            "People wade through a street in Newtown on May 3, 2021.",
            "Jane Example / Example Agency",
            id="glued, agency unknown",
        ),
        pytest.param(
            "A bridge in Basra, Iraq.Anadolu Agency / Getty Images file",
            "A bridge in Basra, Iraq.",
            "Anadolu Agency / Getty Images file",
            id="glued, agencies",
        ),
        pytest.param(
            "A bridge in Basra.Khalid al-Example / Reuters",
            "A bridge in Basra.",
            "Khalid al-Example / Reuters",
            id="glued, particle",
        ),
        pytest.param(
            "A bridge in Basra. (AP Photo/Jane Example)", "A bridge in Basra.", "(AP Photo/Jane Example)", id="brackets"
        ),
        pytest.param(
            "A bridge in Basra. Photo by Jane Example", "A bridge in Basra.", "Photo by Jane Example", id="photo by"
        ),
        pytest.param(
            "A bridge in Basra. REUTERS/Jane Example", "A bridge in Basra.", "REUTERS/Jane Example", id="stroke"
        ),
    ],
)
def test_a_credit_is_cut_off_its_caption(line: str, caption: str, credit: str) -> None:
    """No agency or photographer is read as part of the picture's description."""
    text = f"{line}\n\nThe flood came on Monday."
    assert split(text)[:2] == [(C, caption), (R, credit)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S.Army sent helicopters.",
        "He spoke to Reuters.",
        "The agency AFP reported it first, and others followed.",
        "It was sold on Example.Com for a song",
        "Officials met in Geneva. They left on Monday",
        "The plan, called Vision 2030, was dropped.Analysis",
    ],
)
def test_news_about_agencies_is_no_credit(sentence: str) -> None:
    """A sentence is kept whole unless what follows its stop looks like a name of somebody who took a picture."""
    assert find_trailing_credit(sentence) is None


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ("Jane Example / Reuters", True),
        ("By Jane Example and Joe Sample", True),
        ("© 2020 Example Media", True),
        ("Getty Images", True),
        ("Reuters reported a flood.", False),
        ("By Monday the flood had gone down", False),
        ("Crowds gathered in Getty Square", False),
        ("", False),
    ],
)
def test_credits_are_told_from_sentences(stretch: str, expected: bool) -> None:
    """A credit is made of names; a sentence has other words."""
    assert is_credit(stretch) is expected


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ("IE 11 is not supported. For an optimal experience visit our site on another browser.", True),
        ("Sign up for our newsletter", True),
        ("Read more: How the dam broke", True),
        ("Share", True),
        ("Share prices fell on Monday.", False),
        ("Advertisement", True),
        ("Advertisements for the party were torn down.", False),
        ("The court ruled that the firm uses cookies against the law, and fined it 50 million euros.", False),
    ],
)
def test_notices_are_told_from_news(stretch: str, expected: bool) -> None:
    """A page's own words are known by its phrases, and news that holds like words is not taken for them."""
    assert is_notice(stretch) is expected


def keep(text: str) -> list[str]:
    """What is read of a text once its repeats are out."""
    paragraphs = split_paragraphs(text)
    repeats = find_repeats(text, paragraphs)
    return [text[p.start : p.end] for index, p in enumerate(paragraphs) if index not in repeats]


QUOTED = '"We had five minutes to leave the house and we took nothing," said Jane Example, a teacher.'


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param('"We had five minutes to leave the house."', id="pull quote"),
        pytest.param("We had five minutes to leave the house”", id="pull quote with one mark"),
        pytest.param(QUOTED, id="the same paragraph"),
    ],
)
def test_a_pull_quote_is_read_once(copy: str) -> None:
    """A quotation in large type says nothing that the body doesn't, before it or after it."""
    assert keep(f"The flood came at night.\n\n{QUOTED}\n\n{copy}\n\nIt rained on.").count(QUOTED) == 1
    assert len(keep(f"The flood came at night.\n\n{QUOTED}\n\n{copy}\n\nIt rained on.")) == 3
    assert len(keep(f"The flood came at night.\n\n{copy}\n\n{QUOTED}\n\nIt rained on.")) == 3


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        pytest.param(
            "People (C) cross a bridge on Sept. 18, 2016 in Newtown.",
            "People (C) cross a bridge (not seen) on September 18, 2016 in Newtown.",
            1,
            id="month written out, words added",
        ),
        pytest.param(
            "People cross a bridge in Newtown on May 3, 2021.",
            "People cross a bridge in Newtown on May 4, 2021.",
            2,
            id="another day",
        ),
        pytest.param(
            "People cross a bridge in Newtown on May 3, 2021.",
            "People cross a bridge in Oldtown on May 3, 2021.",
            2,
            id="another town",
        ),
    ],
)
def test_captions_that_say_the_same_are_read_once(first: str, second: str, left: int) -> None:
    """Words may be added or left out, but none exchanged: two days or two towns are two pictures."""
    text = f"Image: {first}\n\nThe flood came at night.\n\nImage: {second}\n\nIt rained on."
    captions = [p for p in split_paragraphs(text) if p.kind is C]
    assert len(captions) == 2
    assert len(keep(text)) == 2 + left


def test_a_description_above_its_caption_is_read_once() -> None:
    """The label holds a picture's description, the line below it the caption with the same words and more."""
    text = (
        "The flood came at night.\n\n"
        "Image: People cross a bridge\n"
        "People cross a damaged bridge in Newtown on May 3, 2021.Jane Example / Example Agency\n\n"
        "It rained on."
    )
    kept = keep(text)
    assert "People cross a damaged bridge in Newtown on May 3, 2021." in kept
    assert "People cross a bridge" not in kept


def test_two_bulletins_that_differ_are_both_read() -> None:
    """Short reports in the same words on other towns are two reports."""
    assert (
        len(keep("Two people were killed in Oldtown on Monday.\n\nTwo people were killed in Newtown on Monday.")) == 2
    )


def test_headlines_are_never_repeats() -> None:
    """A headline whose words the body holds stays: it is the document's title."""
    text = "Flood sweeps bridge away\n\nA flood sweeps bridge away in Newtown, and a second one too."
    assert keep(text)[0] == "Flood sweeps bridge away"


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_split_without_loss_of_order(text: str) -> None:
    """Paragraphs lie in the text in order, don't overlap, and hold all but white space and labels."""
    paragraphs = split_paragraphs(text)
    assert all(a.end <= b.start for a, b in pairwise(paragraphs))
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in paragraphs)
    assert find_repeats(text, paragraphs) <= set(range(len(paragraphs)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a. B " * 20_000, id="one long line"),
        pytest.param("Image: a\n" * 5_000, id="captions all alike"),
        pytest.param("word\n\n" * 20_000, id="paragraphs all alike"),
        pytest.param(". (" * 20_000, id="brackets"),
        pytest.param("Image: " + "A " * 20_000 + "/ AFP", id="a caption of capitals"),
    ],
)
def test_hostile_texts_end(text: str) -> None:
    """Work grows with the text, not with its square: these would take hours."""
    paragraphs = split_paragraphs(text)
    assert paragraphs
    find_repeats(text, paragraphs)
