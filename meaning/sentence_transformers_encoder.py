"""Any model that the package ``sentence-transformers`` loads, by its name or its folder."""

from collections.abc import Sequence

import numpy as np

from meaning.checks import check_shape
from meaning.encoder import EncoderBrokenError, EncoderMissingError, Thresholds, Vectors, unit

_BATCH = 32


class SentenceTransformersEncoder:
    """Vectors by sentence-transformers, on the processor."""

    thresholds = Thresholds()

    def __init__(self, source: str) -> None:
        """Load a model; the package looks for it in its own cache and may download it.

        Raises:
            EncoderMissingError: The package is not installed.
            EncoderBrokenError: There is no such model.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderMissingError(
                "this encoder needs the package `sentence-transformers`: "
                "pip install sentence-transformers",
            ) from error
        try:
            self._model = SentenceTransformer(source, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise EncoderBrokenError(f"there is no model {source[:100]!r}: {error}") from error
        self.name = f"sentence-transformers:{source}"
        self.dimension = int(self._model.get_sentence_embedding_dimension())

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors; see :meth:`meaning.encoder.Encoder.encode`."""
        if not sentences:
            return np.empty((0, self.dimension), np.float32)
        found = self._model.encode(
            list(sentences), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
        )
        return unit(check_shape(np.asarray(found, np.float32), len(sentences), self.dimension))
