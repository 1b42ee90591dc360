"""A model's ``tokenizer.json``, read by the package ``tokenizers``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from meaning.encoder import EncoderBrokenError, EncoderMissingError

MAX_TOKENS = 256
"""Of one sentence; what follows is not read."""


class TokenizerFile:
    """Texts to token numbers."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            EncoderMissingError: The package is not installed.
            EncoderBrokenError: The file cannot be read.
        """
        try:
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderMissingError(
                "this encoder needs the package `tokenizers`: pip install tokenizers",
            ) from error
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(path))
        except Exception as error:  # the package raises nothing more special
            raise EncoderBrokenError(f"{path} cannot be read: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def numbers(self, texts: Sequence[str], *, special: bool) -> list[list[int]]:
        """Return the numbers of each text's tokens, with the special ones or without."""
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=special)
        return [list(each.ids) for each in encodings]
