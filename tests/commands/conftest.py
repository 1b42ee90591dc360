"""A filled data folder, and the program that runs on it."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive import open_archive
from index.folder import sync_folder
from search_cli import main
from tests.commands.running import ARTICLES, Run


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an archive and an index; not to be changed."""
    folder = tmp_path_factory.mktemp("data")
    with closing(open_archive(folder, create=True)) as archive:
        for article in ARTICLES:
            archive.store(article)
        archive.store(replace(ARTICLES[1], body="Many lanterns this year."))
    sync_folder(folder, "whoosh")
    return folder


@pytest.fixture
def run(data: Path) -> Run:
    """Run the program in this process, on the filled folder unless told."""

    def invoke(*args: str, folder: Path = data, **kwargs: Any) -> Result:
        environ = {"NEWS_DATA_DIR": str(folder), "NEWS_ENGINE": None, "NO_COLOR": None}
        runner = CliRunner(env={**environ, "FORCE_COLOR": None, **kwargs.pop("env", {})})
        return runner.invoke(main, args, prog_name="search_cli.py", **kwargs)

    return invoke
