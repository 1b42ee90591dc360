"""Where everything that the program writes lies."""

import os
from pathlib import Path

VARIABLE = "NEWS_DATA_DIR"
_PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return the data folder: ``NEWS_DATA_DIR``, else ``data/`` in the project root; absolute."""
    named = os.environ.get(VARIABLE, "").strip()
    folder = Path(named).expanduser() if named else _PROJECT / "data"
    return folder.resolve()


def index_folder(folder: Path) -> Path:
    """Return the folder of the full-text indexes inside a data folder."""
    return folder / "index"


def runs_folder(folder: Path) -> Path:
    """Return the folder of the reports, logs and locks of crawls inside a data folder."""
    return folder / "runs"
