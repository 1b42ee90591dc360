from collections.abc import Iterator
from pathlib import Path

import pytest

from index import SearchIndex, engines, open_index
from tests.index.invented import ARTICLES


@pytest.fixture(params=engines())
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def index(engine: str, tmp_path: Path) -> Iterator[SearchIndex]:
    """An empty index of every engine in turn."""
    opened = open_index(tmp_path / "index", engine, create=True, writer_timeout_s=5)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=engines())
def stocked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """An index of every engine in turn that holds our articles, in three commits; not to change."""
    opened = open_index(tmp_path_factory.mktemp("stocked"), request.param, create=True)
    for number, start in enumerate(range(0, len(ARTICLES), 3), 1):
        opened.update(ARTICLES[start : start + 3], last_change=number)
    yield opened
    opened.close()
