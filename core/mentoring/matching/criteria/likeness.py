"""The criterion `text`: how alike two free texts are, without any model: words and their parts, counted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.sides import Block, Sides, column, listed

_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYS_NOTHING = re.compile(
    r"about|also|and|any|are|been|but|can|for|from|had|has|have|her|his|how|into|its|like|more|most|not|our|out|over|she|"
    r"some|such|than|that|the|their|them|then|there|these|they|this|through|was|were|what|when|where|which|who|will|with|"
    r"would|you|your"
)


def text(params: Mapping[str, Any], sides: Sides) -> Answer:
    """The cosine of the counts of words and of their three-letter parts, in thousandths; above nothing it holds."""
    first = [_counts(v) for v in column(sides.first, params["of"])]
    second = [_counts(v) for v in column(sides.second, params.get("with", params["of"]))]
    index = {part: i for i, part in enumerate(sorted(set().union(*first, *second)))}
    a, b = _matrix(first, index), _matrix(second, index)
    return Likeness(a, b, _squares(first), _squares(second))


class Likeness(Answer):
    """Texts as counts of their parts (sparse, int64[people, parts]) and the squares of their lengths."""

    def __init__(self, first: Any, second: Any, first_squares: Places, second_squares: Places) -> None:
        self.first, self.second = first, second
        self.first_squares, self.second_squares = first_squares, second_squares
        self.shape = (first.shape[0], second.shape[0])

    def outer(self, rows: Places, columns: Places) -> Block:
        """By one sparse product."""
        dot = (self.first[rows] @ self.second[columns].T).toarray()
        return _cosine(dot, self.first_squares[rows][:, None] * self.second_squares[columns][None, :])

    def pairs(self, rows: Places, columns: Places) -> Block:
        """Pair by pair."""
        dot = np.asarray(self.first[rows].multiply(self.second[columns]).sum(axis=1)).ravel()
        return _cosine(dot, self.first_squares[rows] * self.second_squares[columns])


def _cosine(dot: Places, squares: Places) -> Block:
    # whole numbers up to the root: IEEE 754 rounds a root correctly, so it is the same on any machine
    share = np.floor(np.sqrt(dot * dot * 1_000_000 // np.maximum(squares, 1))).astype(np.int16)
    return Block(share, share > 0)


def words_in_common(first: Any, second: Any, most: int = 3) -> list[str]:
    """The words both texts use, the most frequent first, then by the alphabet."""
    one, other = _counts(first), _counts(second)
    both = [w for w in one.keys() & other.keys() if _WORD.fullmatch(w) and one[w] >= 2 <= other[w]]
    return sorted((w for w in both if len(w) > 3), key=lambda w: (-one[w] * other[w], w))[:most]


def _counts(value: Any) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", " ".join(str(v) for v in listed(value))).casefold()
    counts: Counter[str] = Counter()
    for word in _WORD.findall(folded):
        if _SAYS_NOTHING.fullmatch(word):
            continue
        padded = f" {word} "
        counts[word] += 2
        counts.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return counts


def _matrix(texts: Sequence[Counter[str]], index: Mapping[str, int]) -> csr_array[Any, tuple[int, int]]:
    rows = np.array([i for i, counts in enumerate(texts) for _ in counts], dtype=np.int64)
    columns = np.array([index[part] for counts in texts for part in counts], dtype=np.int64)
    values = np.array([n for counts in texts for n in counts.values()], dtype=np.int64)
    return csr_array(coo_array((values, (rows, columns)), shape=(len(texts), max(len(index), 1))))


def _squares(texts: Sequence[Counter[str]]) -> Any:
    return np.array([sum(n * n for n in counts.values()) for counts in texts], dtype=np.int64)
