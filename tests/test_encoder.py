"""Tests of mapping.telling.encoder: a small one of random weights against plain sums, and the one that ships."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mapping.errors import GazetteerError
from mapping.telling.encoder import FILE_NAME, Encoder, SentenceMemory, encode_sentences, gelu, load_encoder

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rebels", "shell", "##ed", "the", "port", "."]
WIDTH, INNER, LONGEST, LAYERS, HEAD = 64, 96, 10, 2, 32
Arrays = dict[str, NDArray[np.generic]]


@pytest.fixture(scope="module")
def arrays() -> Arrays:
    """The contents of a file of weights, as random numbers."""
    random = np.random.default_rng(7)

    def draw(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.3, shape).astype(np.float32)

    def dense(name: str, inputs: int, outputs: int) -> Arrays:
        weights = random.integers(-127, 128, (inputs, outputs), dtype=np.int8)
        scale = random.uniform(0.0005, 0.002, outputs).astype(np.float32)
        return {name: weights, f"{name}_scale": scale, f"{name}_bias": draw(outputs)}

    found: Arrays = {
        "pieces": np.frombuffer("\n".join(PIECES).encode(), dtype=np.uint8),
        "embedding": random.integers(-127, 128, (len(PIECES), WIDTH), dtype=np.int8),
        "embedding_scale": np.full(len(PIECES), 0.01, dtype=np.float16),
        "position": draw(LONGEST, WIDTH).astype(np.float16),
        "embedding_norm": draw(2, WIDTH) + 1,
        "layers": np.array(LAYERS),
    }
    for layer in range(LAYERS):
        found |= dense(f"layer{layer}_qkv", WIDTH, 3 * WIDTH) | dense(f"layer{layer}_out", WIDTH, WIDTH)
        found |= dense(f"layer{layer}_up", WIDTH, INNER) | dense(f"layer{layer}_down", INNER, WIDTH)
        found |= {f"layer{layer}_norm1": draw(2, WIDTH) + 1, f"layer{layer}_norm2": draw(2, WIDTH) + 1}
    return found


@pytest.fixture(scope="module")
def small(arrays: Arrays, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The encoder that the random numbers make."""
    folder = tmp_path_factory.mktemp("encoder")
    np.savez(folder / FILE_NAME, **arrays)
    return load_encoder(folder)


def _norm(row: list[float], gain: list[float], shift: list[float]) -> list[float]:
    mean = sum(row) / len(row)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in row) / len(row) + 1e-12)
    return [(value - mean) / deviation * up + add for value, up, add in zip(row, gain, shift, strict=True)]


def _dense(arrays: Arrays, name: str, row: list[float]) -> list[float]:
    weights, scale = arrays[name].astype(float).tolist(), arrays[f"{name}_scale"].astype(float).tolist()
    bias = arrays[f"{name}_bias"].astype(float).tolist()
    columns = zip(*weights, strict=True)
    return [
        sum(value * weight for value, weight in zip(row, column, strict=True)) * size + add
        for column, size, add in zip(columns, scale, bias, strict=True)
    ]


def _add(one: list[float], other: list[float]) -> list[float]:
    return [first + second for first, second in zip(one, other, strict=True)]


def _attend(rows: list[list[float]]) -> list[list[float]]:
    """Rows of query, key and value side by side, to what each row takes from all."""
    found: list[list[float]] = [[] for _ in rows]
    for head in range(WIDTH // HEAD):
        query, key, value = (slice(part * WIDTH + head * HEAD, part * WIDTH + (head + 1) * HEAD) for part in range(3))
        for row, taken in zip(rows, found, strict=True):
            powers = [
                math.exp(sum(a * b for a, b in zip(row[query], other[key], strict=True)) / math.sqrt(HEAD))
                for other in rows
            ]
            for column in range(HEAD):
                told = sum(power * other[value][column] for power, other in zip(powers, rows, strict=True))
                taken.append(told / sum(powers))
    return found


def _expect(arrays: Arrays, pieces: list[str]) -> list[list[float]]:
    """What a transformer makes of a few pieces, worked out one number at a time."""
    table, scale = arrays["embedding"].astype(float).tolist(), arrays["embedding_scale"].astype(float).tolist()
    positions, norm = arrays["position"].astype(float).tolist(), arrays["embedding_norm"].astype(float).tolist()
    rows = []
    for place, piece in enumerate(pieces):
        row = PIECES.index(piece)
        rows.append(_norm(_add([value * scale[row] for value in table[row]], positions[place]), *norm))
    for layer in range(LAYERS):
        one, two = (arrays[f"layer{layer}_norm{number}"].astype(float).tolist() for number in (1, 2))
        taken = _attend([_dense(arrays, f"layer{layer}_qkv", row) for row in rows])
        rows = [
            _norm(_add(row, _dense(arrays, f"layer{layer}_out", told)), *one)
            for row, told in zip(rows, taken, strict=True)
        ]
        inner = [_dense(arrays, f"layer{layer}_up", row) for row in rows]
        inner = [[value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in row] for row in inner]
        rows = [
            _norm(_add(row, _dense(arrays, f"layer{layer}_down", told)), *two)
            for row, told in zip(rows, inner, strict=True)
        ]
    return rows


def test_vectors_are_those_of_a_transformer(arrays: Arrays, small: Encoder) -> None:
    """Each step gives what plain sums give."""
    text = "Rebels shelled the port."
    read = small.encode(text)
    expected = _expect(arrays, ["[CLS]", "rebels", "shell", "##ed", "the", "port", ".", "[SEP]"])
    assert read.vectors == pytest.approx(np.array(expected), abs=2e-5)
    assert [text[span.start : span.end] for span in read.spans] == ["", "Rebels", "shell", "ed", "the", "port", ".", ""]


def test_a_part_has_the_mean_of_its_pieces(small: Encoder) -> None:
    """A piece counts where it stands for any character of the part; a part without pieces has zeros."""
    text = "Rebels shelled the port."
    read = small.encode(text)
    start = text.index("shelled")
    assert read.mean_of(start + 2, start + 6) == pytest.approx(read.vectors[2:4].mean(axis=0), abs=1e-6)
    assert read.mean() == pytest.approx(read.vectors.mean(axis=0), abs=1e-6)
    assert not read.mean_of(6, 7).any()
    assert not read.mean_of(3, 3).any()


def test_a_text_without_words_has_the_vectors_of_its_marks(small: Encoder) -> None:
    """The beginning and the end are always there."""
    assert small.encode("").vectors.shape == (2, WIDTH)
    assert [(span.start, span.end) for span in small.encode("\n ").spans] == [(0, 0), (2, 2)]


@pytest.mark.parametrize("count", [7, 8, 9, 11, 12, 13, 16, 17, 40])
def test_a_long_sentence_loses_nothing(arrays: Arrays, small: Encoder, count: int) -> None:
    """Beyond what is read at once, windows follow each other; each piece is read with its neighbours on both sides."""
    words = [PIECES[4 + place % 2 * 3] for place in range(count)]  # "rebels the rebels the ..."
    read = small.encode(" ".join(words))
    assert len(read.spans) == len(read.vectors) == count + 2
    assert [span.end - span.start for span in read.spans[1:-1]] == [len(word) for word in words]
    room = LONGEST - 2
    first = _expect(arrays, ["[CLS]", *words[:room], "[SEP]"])
    if count <= room:
        assert read.vectors == pytest.approx(np.array(first), abs=2e-5)
    else:
        # Windows of 8 begin at 0, 4, 8 ...; of the 4 that two share each has 2.
        assert read.vectors[:7] == pytest.approx(np.array(first[:7]), abs=2e-5)
        second = _expect(arrays, ["[CLS]", *words[4 : 4 + room], "[SEP]"])
        assert read.vectors[7:9] == pytest.approx(np.array(second[3:5]), abs=2e-5)


def test_the_same_words_give_the_same_numbers(small: Encoder) -> None:
    """Whatever was read before."""
    once = small.encode("The port.").vectors
    small.encode("Rebels shelled the port. " * 3)
    assert (small.encode("The port.").vectors == once).all()


def test_sentences_read_together_say_what_each_says_alone(small: Encoder) -> None:
    """In the order asked for, however many share a product, the long ones among them."""
    texts = ["The port.", "", "Rebels shelled the port. " * 5, "Rebels.", "The port."] * 30
    alone = [small.encode(text) for text in texts]
    for together, expected in ((small.read_all(texts), alone), (small.read_all(texts[::-1]), alone[::-1])):
        assert [read.spans for read in together] == [read.spans for read in expected]
        assert all(
            read.vectors == pytest.approx(one.vectors, abs=1e-5) for read, one in zip(together, expected, strict=True)
        )
    assert small.read_all(()) == ()


def test_real_sentences_read_together_say_what_each_says_alone() -> None:
    """The weights that ship, with sentences of many lengths and one that is asked for twice."""
    texts = [f"Rebels shelled the port{' and the town' * count} on Monday." for count in (0, 3, 40, 1, 0)]
    together = encode_sentences(texts)
    for text, read in zip(texts, together, strict=True):
        assert read.vectors == pytest.approx(load_encoder().encode(text).vectors, abs=1e-5)
    assert together[0] is together[-1]
    assert encode_sentences(texts[1:2])[0] is together[1]


def test_a_normal_variable_is_below_a_number_as_often_as_the_error_function_says() -> None:
    """Right to some millionths, far out too."""
    numbers = np.linspace(-20, 20, 4800, dtype=np.float32).reshape(-1, 3)
    expected = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in numbers.ravel().tolist()]
    assert gelu(numbers).ravel() == pytest.approx(np.array(expected), abs=3e-6)


def test_missing_weights_are_reported(tmp_path: Path) -> None:
    """The message says how to get them."""
    with pytest.raises(GazetteerError, match=r"encoder\.npz is missing.*train_encoder"):
        load_encoder(tmp_path)


@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        ("A bomb went off.", "An explosion killed three people.", "Voters went to the polls."),
        ("Nurses walked out over pay.", "Teachers are on strike.", "The river burst its banks."),
    ],
    ids=["bomb", "strike"],
)
def test_sentences_of_like_meaning_lie_together(text: str, like: str, unlike: str) -> None:
    """The weights that ship know what words mean that have no letters in common."""
    one, near, far = (read.mean() for read in encode_sentences((text, like, unlike)))
    lengths = [float(np.linalg.norm(vector)) for vector in (one, near, far)]
    assert one @ near / (lengths[0] * lengths[1]) > one @ far / (lengths[0] * lengths[2]) + 0.1


def test_what_was_asked_for_last_is_remembered(small: Encoder) -> None:
    """Up to so many vectors: what nobody asked for longest is forgotten first, however long it is."""
    read = {text: small.encode(text) for text in ("Rebels.", "The port.", "Rebels shelled.", "The port. " * 9)}
    first, second, third, long = read
    memory = SentenceMemory(sum(len(read[text].vectors) for text in (first, second, third)))
    memory.keep({text: read[text] for text in (first, second)})
    assert memory.find((first, third)) == {first: read[first]}
    memory.keep({third: read[third]})
    memory.keep({"Port.": small.encode("Port.")})
    assert memory.find((first, second, third)) == {first: read[first], third: read[third]}
    memory.keep({long: read[long]})
    assert memory.find(read) == {}
