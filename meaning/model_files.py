"""The files of an encoder that lies in a folder."""

import hashlib
import json
from pathlib import Path
from typing import Any

from meaning.encoder import EncoderBrokenError, EncoderMissingError

_SAMPLE = 1_000_000
_MAX_JSON = 1_000_000


def model_file(folder: Path, *names: str) -> Path:
    """Return the first of some files that is in a folder.

    Raises:
        EncoderMissingError: None is.
    """
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise EncoderMissingError(f"the encoder's folder {folder} has no {' or '.join(names)}")


def fingerprint(path: Path) -> str:
    """Return eight characters that differ for different models: of size, beginning and end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(_SAMPLE)
        file.seek(max(0, size - _SAMPLE))
        content = b"%d\n%b%b" % (size, beginning, file.read(_SAMPLE))
    return hashlib.sha256(content).hexdigest()[:8]


def read_settings(path: Path) -> dict[str, Any]:
    """Return the object in a small JSON file; empty if there is no such file.

    Raises:
        EncoderBrokenError: It cannot be read.
    """
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8") as file:
            values = json.loads(file.read(_MAX_JSON))
    except (OSError, ValueError) as error:
        raise EncoderBrokenError(f"the encoder's file {path} cannot be read: {error}") from error
    if not isinstance(values, dict):
        raise EncoderBrokenError(f"the encoder's file {path} holds no JSON object")
    return values
