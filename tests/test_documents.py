"""Tests of mapping.documents and its neighbours: files of every kind, whole or broken, become documents or reasons."""

import codecs
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.documents import Failure, make_document, move_extent, read_documents, read_headline, read_whole
from mapping.errors import DocumentError
from mapping.kinds import ParagraphKind
from mapping.model import Document, Span
from mapping.reading.encodings import decode_text, find_encoding
from mapping.reading.pages import MAX_PAGE_BYTES, read_page
from mapping.reading.raw import find_host, find_url_day, parse_published, read_fields

STORY = "A flood came to Newtown on Monday.\n\nTwo bridges were lost, the mayor said."
DAY = date(2021, 5, 4)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_one(path: Path | str, **options: object) -> Document:
    """The only document of a file."""
    [item] = read_documents([path], **options)  # type: ignore[arg-type]
    assert isinstance(item, Document), str(item)
    return item


def read_failure(path: Path | str) -> Failure:
    """The only failure of a file."""
    [item] = read_documents([path])
    assert isinstance(item, Failure)
    return item


# A document of a text.


def test_a_text_is_kept_unchanged_and_named_by_its_content() -> None:
    """The same text has the same id, whatever it is called and wherever it lies."""
    first, second = make_document(STORY, path="a.txt"), make_document(STORY, title="Flood", path="b.txt")
    assert first.text == STORY
    assert first.doc_id == second.doc_id
    assert make_document(f"{STORY} ").doc_id != first.doc_id
    assert make_document(STORY, doc_id="n1").doc_id == "n1"


def test_the_title_is_the_headline_above_the_story() -> None:
    """A section heading further down is none."""
    assert make_document(f"Flood  in Newtown\n\n{STORY}").title == "Flood in Newtown"
    assert make_document(f"{STORY}\n\nWhat is next\n\nIt rained on.").title == ""
    assert make_document(f"Flood in Newtown\n\n{STORY}", title="Given").title == "Given"


def test_what_is_said_twice_is_kept_apart() -> None:
    """A repeated paragraph is not read again, and not lost either."""
    text = f"{STORY}\n\nTwo bridges were lost, the mayor said."
    document = make_document(text)
    assert len(document.paragraphs) == 2
    assert [text[p.start : p.end] for p in document.repeats] == ["Two bridges were lost, the mayor said."]
    whole = read_whole(document)
    assert len(whole.paragraphs) == 3
    assert whole.repeats == ()


@pytest.mark.parametrize(
    ("word", "kind", "held"),
    [
        pytest.param("flood", ParagraphKind.BODY, "A flood came.", id="in the story"),
        pytest.param("Wire", ParagraphKind.BODY, "Photo by Jane Example / Example Wire", id="in a credit"),
        pytest.param("cookies", ParagraphKind.BODY, "We use cookies", id="in a notice"),
        pytest.param("Image", ParagraphKind.BODY, "Image", id="in a label"),
        pytest.param("bridge", ParagraphKind.CAPTION, "A bridge", id="in a caption"),
        pytest.param("came.\n\nWe", ParagraphKind.BODY, "A flood came.\n\nWe use cookies", id="over a border"),
    ],
)
def test_what_a_caller_counts_on_is_read(word: str, kind: ParagraphKind, held: str) -> None:
    """A given span makes its paragraph one that is read, whatever it was taken for."""
    text = "A flood came.\n\nWe use cookies\n\nImage: A bridge\n\nPhoto by Jane Example / Example Wire\n\nIt rained."
    start = text.index(word)
    whole = read_whole(make_document(text), [Span(start=start, end=start + len(word))])
    [holding] = [p for p in whole.paragraphs if p.start <= start < p.end]
    assert (holding.kind, text[holding.start : holding.end]) == (kind, held)


@pytest.mark.parametrize(
    ("text", "url", "created", "rule"),
    [
        pytest.param(STORY, "", None, "none", id="nothing known"),
        pytest.param(STORY, "https://example.org/2021/05/04/flood", DAY, "url", id="address"),
        pytest.param(f"Flood hits\n\nPublished May 4, 2021 10:15\n\n{STORY}", "", DAY, "meta", id="stamp"),
        pytest.param(f"Flood hits\n\nMay 4, 2021\n\n{STORY}", "", DAY, "meta", id="line with a date"),
        pytest.param(f"NEWTOWN, May 4, 2021 (Example Wire) - {STORY}", "", DAY, "text", id="dateline"),
        pytest.param(f"NEWTOWN, May 4 (Example Wire) - {STORY}", "", None, "none", id="dateline without a year"),
        pytest.param(f"On May 4, 2021 it rained - again. {STORY}", "", None, "none", id="a sentence is no dateline"),
        pytest.param(
            f"Flood of May 4, 2021 left two bridges broken in Newtown\n\n{STORY}",
            "",
            None,
            "none",
            id="a headline that holds a date is no stamp",
        ),
    ],
)
def test_the_day_of_publication_is_found_where_nobody_gives_it(
    text: str, url: str, created: date | None, rule: str
) -> None:
    """The rule says where the day came from."""
    document = make_document(text, url=url)
    assert (document.created, document.created_rule) == (created, rule)


def test_a_given_day_goes_before_every_other() -> None:
    """Who calls knows best."""
    document = make_document(STORY, url="https://example.org/2019/01/01/a", created=DAY)
    assert (document.created, document.created_rule) == (DAY, "given")


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_empty_text_is_no_document(text: str) -> None:
    """There is nothing to read in it."""
    with pytest.raises(DocumentError, match="the text is empty"):
        make_document(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    """A log file of gigabytes is no news."""
    with pytest.raises(DocumentError, match=r"5,000,001 characters, more than 5,000,000: split it"):
        make_document("a" * 5_000_001)


def test_the_source_is_the_outlet_or_the_host() -> None:
    """An address tells who published."""
    assert make_document(STORY, url="https://www.example.co.uk/a").source == "example.co.uk"
    assert make_document(STORY, url="https://www.example.co.uk/a", source="Example").source == "Example"


def test_halves_of_surrogates_become_replacement_characters() -> None:
    """They cannot be written as UTF-8; offsets stay as they were."""
    document = make_document("Flood \ud83d in town.")
    assert document.text == "Flood \ufffd in town."


# Plain text.


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("Flood in Café.".encode(), "Flood in Café.", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + "Flood in Café.".encode(), "Flood in Café.", id="UTF-8 with mark"),
        pytest.param("Flood in Café.".encode("utf-16"), "Flood in Café.", id="UTF-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + "Flood.".encode("utf-16-be"), "Flood.", id="UTF-16 big-endian"),
        pytest.param("Flood in Café “now”.".encode("cp1252"), "Flood in Café “now”.", id="Windows-1252"),
        pytest.param("Überflutung in Köln: größer".encode() + b" \xff.", "Überflutung in Köln: größer", id="broken"),
    ],
)
def test_texts_are_decoded(tmp_path: Path, content: bytes, text: str) -> None:
    """UTF-8 and UTF-16 by their marks, else UTF-8, else Windows-1252; a broken byte costs itself alone."""
    document = read_one(write(tmp_path, "a.txt", content))
    assert document.text.startswith(text)
    assert document.text.count("\ufffd") <= 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "the text is empty", id="empty"),
        pytest.param(b"\x7fELF\x00\x00", "not a text: it holds NUL bytes", id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x01\x02\x03", "not a text but a picture", id="picture"),
        pytest.param(b"Flood\x01\x02\x03", "not a text: it holds control characters", id="control characters"),
        pytest.param(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n", "not a text but a PDF: copy its text", id="PDF"),
        pytest.param(b"{\\rtf1\\ansi Flood.}", "not a text but a rich text document", id="RTF"),
        pytest.param(b"PK\x03\x04 [Content_Types].xml word/document.xml", "a Word document", id="Word"),
        pytest.param(b"PK\x03\x04 xl/workbook.xml", "an Excel workbook: save it as CSV", id="Excel"),
        pytest.param(b"PK\x03\x04 a.txt", "a zip archive: unpack it", id="zip"),
        pytest.param(b"\x81\x8d\x8f\x90\x9d", "neither UTF-8 nor Windows-1252: save the file as UTF-8", id="no text"),
        pytest.param(codecs.BOM_UTF16_LE + b"a", "marked as UTF-16, but broken", id="half a character"),
        pytest.param(b"a" * 5_000_001, "larger than 5,000,000 bytes: split it", id="too large"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    """The reason tells what to do where anything can be done."""
    failure = read_failure(write(tmp_path, "a.txt", content))
    assert reason in failure.reason
    assert str(failure) == f"{tmp_path / 'a.txt'}: {failure.reason}"


def test_lines_at_the_top_of_a_text_tell_of_it(tmp_path: Path) -> None:
    """Files kept by hand often start with a few such lines."""
    header = "Title: Flood in Newtown\nDate: 4 May 2021\nSource: Example Wire\nURL: https://example.org/flood\n\n"
    document = read_one(write(tmp_path, "a.txt", header + STORY))
    assert (document.title, document.source) == ("Flood in Newtown", "Example Wire")
    assert (document.created, document.created_rule) == (DAY, "meta")
    assert document.url == "https://example.org/flood"
    assert document.text.startswith("Title: ")


def test_standard_input_is_read_by_its_content() -> None:
    """It has no name to tell its kind by."""
    row = json.dumps({"text": STORY, "id": 7}).encode()
    kinds = {
        STORY.encode(): STORY,
        row + b"\n" + row: STORY,
        b"[" + row + b"]": STORY,
        b"id,text\n7,It rained.\n": "It rained.",
        page(
            "It rained all night in Newtown, and by the morning the lower town was under water."
        ).encode(): "It rained",
    }
    for content, text in kinds.items():
        items = list(read_documents(["-"], stdin=io.BytesIO(content)))
        assert items
        assert all(isinstance(item, Document) and text in item.text for item in items), content
    assert isinstance(next(read_documents(["-"])), Failure)


# Folders.


def test_a_folder_is_read_whole_and_in_order(tmp_path: Path) -> None:
    """Folders inside it as well, hidden files not, and what is no document is named."""
    write(tmp_path, "b.txt", "Second.")
    write(tmp_path, "a/z.TXT", "First.")
    write(tmp_path, "c.pdf", "no")
    write(tmp_path, ".hidden.txt", "no")
    write(tmp_path, ".git/a.txt", "no")
    items = list(read_documents([tmp_path]))
    assert [item.text for item in items if isinstance(item, Document)] == ["First.", "Second."]
    [failure] = [item for item in items if isinstance(item, Failure)]
    assert failure.path.endswith("c.pdf")
    assert ".pdf is none of .txt" in failure.reason


def test_missing_and_empty_paths_are_named(tmp_path: Path) -> None:
    """The run goes on behind them."""
    good = write(tmp_path / "full", "a.txt", STORY)
    (tmp_path / "empty").mkdir()
    missing, empty, document = read_documents([tmp_path / "none", tmp_path / "empty", good])
    assert isinstance(missing, Failure)
    assert missing.reason == "there is no such file or folder"
    assert isinstance(empty, Failure)
    assert empty.reason == "the folder holds no files"
    assert isinstance(document, Document)


def test_the_caller_gives_day_and_outlet_for_all(tmp_path: Path) -> None:
    """What the caller gives goes before what the files say."""
    path = write(tmp_path, "a.jsonl", json.dumps({"text": STORY, "date": "not a day", "source": "Other"}))
    document = read_one(path, created=DAY, source="Example")
    assert (document.created, document.created_rule, document.source) == (DAY, "given", "Example")


# Tables.


def test_json_lines_with_columns_by_any_of_their_names(tmp_path: Path) -> None:
    """Case, blanks and hyphens in a name make no difference."""
    rows = [
        {"ID": 7, "Text": STORY, "Headline": "Flood", "DCT": "2021-05-04T23:30:00-05:00", "Outlet": "Example"},
        {"body": STORY, "pub date": "2021-05-04", "link": "https://www.example.org/x"},
        {"content": STORY, "source": "http://example.org/2021/05/04/x", "published": None},
    ]
    first, second, third = read_documents([write(tmp_path, "a.jsonl", "\n\n".join(map(json.dumps, rows)))])
    assert isinstance(first, Document)
    assert (first.doc_id, first.title, first.created, first.source) == ("7", "Flood", DAY, "Example")
    assert isinstance(second, Document)
    assert (second.created, second.created_rule, second.source) == (DAY, "meta", "example.org")
    assert isinstance(third, Document)
    assert (third.created, third.created_rule, third.source) == (DAY, "url", "example.org")


def test_a_headline_beside_the_text_is_read_before_it(tmp_path: Path) -> None:
    """It is the first paragraph, once; the id is still that of the text, and spans are told from where it begins."""
    row = {"text": STORY, "title": "Two men drowned at Marlow | Kent Herald"}
    document = read_one(write(tmp_path, "a.jsonl", json.dumps(row)))
    headline = "Two men drowned at Marlow"
    assert document.text == f"{headline}\n\n{STORY}"
    assert document.text[document.given_start :] == STORY
    first, second, *_ = document.paragraphs
    assert (document.text[first.start : first.end], first.kind) == (headline, ParagraphKind.HEADLINE)
    assert STORY.startswith(document.text[second.start : second.end])
    assert document.title == row["title"]
    assert document.doc_id == make_document(STORY).doc_id
    assert read_headline(document) == document


def test_what_is_counted_in_a_text_moves_behind_its_headline() -> None:
    """Spans and paragraphs alike; without a headline they stay where they are."""
    document = make_document(STORY, title="Two men drowned at Marlow")
    read = read_headline(document)
    for extent in (Span(start=4, end=9), *document.paragraphs):
        moved = move_extent(extent, read.given_start)
        assert read.text[moved.start : moved.end] == STORY[extent.start : extent.end]
        assert move_extent(moved, -read.given_start) == extent == move_extent(extent, document.given_start)
    assert read.paragraphs[1:] == tuple(move_extent(one, read.given_start) for one in document.paragraphs)


def test_a_headline_that_the_text_opens_with_is_not_put_before_it() -> None:
    """Nor is a title that is a name."""
    for text, title in ((f"Two men drowned at Marlow\n\n{STORY}", "Two men drowned at Marlow"), (STORY, "Kent Herald")):
        document = make_document(text, title=title)
        assert read_headline(document) is document
        assert document.given_start == 0


def test_what_is_said_twice_stays_apart_below_a_headline() -> None:
    """Paragraphs and repeats move together."""
    text = "Image: A flood in the town of Marlow.\n\nRain fell all night.\n\nImage: A flood in the town of Marlow."
    plain = make_document(text, title="Two men drowned at Marlow")
    moved = read_headline(plain)
    for before, after in ((plain.repeats, moved.repeats), (plain.paragraphs, moved.paragraphs[1:])):
        assert [plain.text[p.start : p.end] for p in before] == [moved.text[p.start : p.end] for p in after]
    assert len(moved.repeats) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ('["a"]', "must be an object with a text, not a list"),
        (
            '{"title": "a", "note": "b"}',
            "no column with the text: name one text, body or content (there are: note, title)",
        ),
        ('{"text": "  "}', "the column 'text' is empty"),
        ('{"text": {"a": 1}}', "'text' must be a text, not dict"),
        (
            '{"text": "It rained.", "date": "10/11/2017"}',
            "the date '10/11/2017' is not understood: write it as 2017-10-18",
        ),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, reason: str) -> None:
    """A failure has the line's number; what stands behind it is read."""
    good = json.dumps({"text": STORY})
    failure, document = read_documents([write(tmp_path, "a.jsonl", f"\n{line}\n{good}\n")])
    assert isinstance(failure, Failure)
    assert failure.line == 2
    assert reason in failure.reason
    assert ", line 2: " in str(failure)
    assert isinstance(document, Document)


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    """Some spreadsheets write nothing else."""
    line = json.dumps({"text": "Flood in Köln."}, ensure_ascii=False)
    assert read_one(write(tmp_path, "a.jsonl", f"{line}\n".encode("utf-16"))).text == "Flood in Köln."


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([{"text": STORY}, {"text": "It rained."}], id="list"),
        pytest.param({"count": 2, "articles": [{"text": STORY}, {"text": "It rained."}]}, id="list inside"),
    ],
)
def test_json_lists(tmp_path: Path, value: object) -> None:
    """A JSON file is a list of objects, or holds one."""
    items = list(read_documents([write(tmp_path, "a.json", json.dumps(value, indent=1))]))
    assert [item.text for item in items if isinstance(item, Document)] == [STORY, "It rained."]


def test_json_files_that_are_one_object_or_lines_or_broken(tmp_path: Path) -> None:
    """What is called .json is often JSON lines."""
    assert read_one(write(tmp_path, "a.json", json.dumps({"text": STORY}))).text == STORY
    lines = "\n".join(json.dumps({"text": text}) for text in (STORY, "It rained."))
    assert len(list(read_documents([write(tmp_path, "b.json", lines)]))) == 2
    assert "not JSON" in read_failure(write(tmp_path, "c.json", "{")).reason
    assert "NUL" in read_failure(write(tmp_path, "d.json", b"\x00{")).reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_with_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Cells may hold line ends; long ones are read whole."""
    long = "It rained. " * 20_000
    rows = [["id", "Text", "date"], ["1", '"First.\n\nSecond."', "2021-05-04"], ["2", long, "18/10/2017"]]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    first, second = read_documents([write(tmp_path, "a.csv", content)])
    assert isinstance(first, Document)
    assert (first.doc_id, first.text, first.created) == ("1", "First.\n\nSecond.", DAY)
    assert isinstance(second, Document)
    assert second.text == long
    assert second.created == date(2017, 10, 18)


def test_bad_rows_are_named_by_their_line(tmp_path: Path) -> None:
    """A row with more cells than columns would put its words in the wrong ones."""
    content = 'text,title\n"One\nand a half.",a\nTwo., with a comma,b,c\nThree.,c\n'
    first, failure, third = read_documents([write(tmp_path, "a.csv", content)])
    assert isinstance(first, Document)
    assert isinstance(failure, Failure)
    assert (failure.line, failure.reason) == (4, "the row has 2 cells more than there are columns")
    assert isinstance(third, Document)
    assert third.text == "Three."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the table is empty: its first row must name the columns, one of them text"),
        ("a,b\n1,2\n", "no column with the text"),
        ('text\n"One."x\n', "broken table"),
    ],
)
def test_bad_tables_are_named(tmp_path: Path, content: str, reason: str) -> None:
    """A table without a text column has nothing to read."""
    assert reason in read_failure(write(tmp_path, "a.csv", content)).reason


def test_a_table_in_windows_1252(tmp_path: Path) -> None:
    """As a spreadsheet on Windows saves it."""
    assert read_one(write(tmp_path, "a.csv", "text\nFlood in Köln.\n".encode("cp1252"))).text == "Flood in Köln."


# Web pages.


def page(story: str, head: str = "", body: str = "") -> str:
    """A page of news with what surrounds the news."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Flood in Newtown - Example Daily</title>
<meta property="og:site_name" content="Example Daily"><meta property="og:title" content="Flood in Newtown">{head}</head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Flood in Newtown</h1>
<p>{story}</p>{body}
<p>Rescuers went from house to house until the evening, and the road to the north stayed shut, the mayor said.</p>
</article><aside>Most read: ten things to do</aside>
<div class="comments"><p>Nice article</p><time datetime="2022-01-02">2 January 2022</time></div>
<footer>All rights reserved. <a href="/terms">Terms</a></footer></body></html>"""


STORY_ON_PAGE = "A flood came to Newtown on Monday and carried away two bridges, and hundreds of people had to leave."


def test_a_page_gives_its_article_alone(tmp_path: Path) -> None:
    """Menus, comments and footers are no news; title, outlet and address are known."""
    head = '<link rel="canonical" href="https://www.example.org/news/flood">'
    document = read_one(write(tmp_path, "a.html", page(STORY_ON_PAGE, head)))
    assert STORY_ON_PAGE in document.text
    for foreign in ("Sport", "ten things", "Nice article", "All rights reserved"):
        assert foreign not in document.text
    assert (document.title, document.source) == ("Flood in Newtown", "Example Daily")
    assert document.url == "https://www.example.org/news/flood"


def test_a_page_keeps_its_captions(tmp_path: Path) -> None:
    """A caption often is the only place that tells the day; its credit is cut off."""
    figure = (
        "<figure><img src='a.jpg'><figcaption>People cross a bridge in Newtown on May 3, 2021."
        "<span>Jane Example / Reuters</span></figcaption></figure>"
    )
    document = read_one(write(tmp_path, "a.html", page(STORY_ON_PAGE, body=figure)))
    kinds = {p.kind: document.text[p.start : p.end] for p in document.paragraphs}
    assert kinds[ParagraphKind.CAPTION] == "People cross a bridge in Newtown on May 3, 2021."
    assert kinds[ParagraphKind.CREDIT] == "Jane Example / Reuters"


@pytest.mark.parametrize(
    ("head", "created", "rule"),
    [
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-05-04T06:00:00+02:00"}]}</script>',
            DAY,
            "meta",
            id="JSON-LD",
        ),
        pytest.param('<meta property="article:published_time" content="2021-05-04T22:10:00Z">', DAY, "meta", id="meta"),
        pytest.param('<meta name="date" content="May 4, 2021">', DAY, "meta", id="meta in words"),
        pytest.param(
            '<link rel="canonical" href="https://example.org/2021/05/04/flood">',
            DAY,
            "url",
            id="address, not a comment",
        ),
        pytest.param(
            '<script type="application/ld+json">{"datePublished": </script><meta name="date" content="2021-05-04">',
            DAY,
            "meta",
            id="broken JSON-LD",
        ),
    ],
)
def test_the_day_of_a_page(tmp_path: Path, head: str, created: date, rule: str) -> None:
    """What the page states in its metadata goes before its address, and both before what stands on it."""
    document = read_one(write(tmp_path, "a.html", page(STORY_ON_PAGE, head)))
    assert (document.created, document.created_rule) == (created, rule)


def test_a_page_without_a_stated_day_says_that_it_was_guessed(tmp_path: Path) -> None:
    """The rule lets a reader doubt it."""
    body = '<time datetime="2021-05-04">4 May 2021</time>'
    document = read_one(write(tmp_path, "a.html", page(STORY_ON_PAGE, body=body)))
    assert document.created_rule in ("page", "none")
    assert read_page(page(STORY_ON_PAGE, body=body).encode(), with_date=False).published is None


def test_the_encoding_that_a_page_names_counts(tmp_path: Path) -> None:
    """Older pages are in other encodings; one that names a wrong one is read by its bytes."""
    html = page("Наводнение в городе Новгород на прошлой неделе разрушило два моста, сообщили власти региона.")
    named = html.replace("utf-8", "windows-1251").encode("windows-1251")
    assert "Наводнение" in read_one(write(tmp_path, "a.html", named)).text
    for wrong in ("no-such-code", "zip", "ascii"):
        misnamed = html.replace("utf-8", wrong).encode()
        assert "Наводнение" in read_one(write(tmp_path, "b.html", misnamed)).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"<html><body></body></html>", "no article was found in the page", id="no article"),
        pytest.param(b"<html>" + b"<a href=x>y</a>" * 25_001, "more than 50,000 tags", id="links"),
        pytest.param(b"<" * 100, "no", id="no page"),
        pytest.param(b"", "no", id="empty"),
    ],
)
def test_pages_without_an_article_are_named(tmp_path: Path, content: bytes, reason: str) -> None:
    """A list of links or a broken file is no news."""
    assert reason in read_failure(write(tmp_path, "a.html", content)).reason


def test_a_page_that_is_too_large_is_refused() -> None:
    """Extraction would take minutes."""
    with pytest.raises(DocumentError, match="more than 5,000,000: cut it down"):
        read_page(b"a" * (MAX_PAGE_BYTES + 1))


# Small parts.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-10-18", date(2017, 10, 18)),
        ("20171018", date(2017, 10, 18)),
        ("2017-10-18T23:59:59-05:00", date(2017, 10, 18)),
        ("2017-10-18 10:00", date(2017, 10, 18)),
        ("Wed, 18 Oct 2017 10:00:00 GMT", date(2017, 10, 18)),
        ("18 October 2017", date(2017, 10, 18)),
        ("Oct. 18th, 2017, 5:04 PM EDT", date(2017, 10, 18)),
        ("18.10.2017", date(2017, 10, 18)),
        ("10/18/2017", date(2017, 10, 18)),
        ("05/05/2017", date(2017, 5, 5)),
    ],
)
def test_days_are_understood_as_outlets_write_them(text: str, expected: date) -> None:
    """The day that the outlet printed counts, in its own time zone."""
    assert parse_published(text) == expected


@pytest.mark.parametrize("text", ["yesterday", "2017-13-40", "10/11/2017", "2017", "", "31 February 2017"])
def test_what_is_no_day_is_refused(text: str) -> None:
    """A day that could be two is none: a wrong one would misdate every event."""
    with pytest.raises(DocumentError, match="is not understood: write it as 2017-10-18"):
        parse_published(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2017/10/18/a", date(2017, 10, 18)),
        ("https://example.org/world/2017/oct/18/a", date(2017, 10, 18)),
        ("https://example.org/2017/5/4/a", date(2017, 5, 4)),
        ("https://example.org/news-2017-10-18", date(2017, 10, 18)),
        ("https://example.org/20171018/a", date(2017, 10, 18)),
        ("https://example.org/article/120171018999", None),
        ("https://example.org/2017/13/40/a", None),
        ("https://example.org/2017/abc/18", None),
        ("", None),
    ],
)
def test_days_in_addresses(url: str, expected: date | None) -> None:
    """A number that merely looks like a day inside a longer one is none."""
    assert find_url_day(url) == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.example.org/a", "example.org"), ("", ""), ("http://[broken", ""), ("mailto:a@example.org", "")],
)
def test_hosts_of_addresses(url: str, host: str) -> None:
    """No address, however broken, stops a run."""
    assert find_host(url) == host


def test_lists_and_objects_are_no_text() -> None:
    """A nested value in a column would be read as its Python spelling."""
    with pytest.raises(DocumentError, match="'title' must be a text, not list"):
        read_fields({"text": "a", "title": ["b"]}, 1)


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs")), min_size=1))
def test_whatever_is_written_in_utf8_is_read_as_written(text: str) -> None:
    """Decoding is exact for every text in UTF-8, and the encoding is found without reading it all at once."""
    assert decode_text(text.encode()) == text.removeprefix("\ufeff")
    assert find_encoding(io.BytesIO(codecs.BOM_UTF8 + text.encode())) == "utf-8-sig"


@settings(derandomize=True, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_error_of_ours(data: bytes) -> None:
    """No file, however broken, ends a run."""
    for kind in ("a.txt", "a.html", "a.csv"):
        for read in (decode_text, read_page) if kind == "a.html" else (decode_text,):
            try:
                read(data)
            except DocumentError as error:
                assert str(error)
