"""A filled data folder, the site that shows it, and a client that asks."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from archive import open_archive
from index.folder import sync_folder
from stories.folder import label, sync_stories
from tests.webui.running import address_of, served
from tests.webui.site_content import ALL, FERIA, GONE, HARM, MARKET, NOON, RUNS, SOUK
from webui.application import application
from webui.serving import LOOPBACK_NAMES
from webui.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture(scope="session", autouse=True)
def _by_names() -> Iterator[None]:
    """Stories are told by names alone, whatever is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWS_ENCODER", "none")
        yield


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an archive and an index; not to be changed."""
    folder = tmp_path_factory.mktemp("data")
    with closing(open_archive(folder, create=True)) as archive:
        for article in ALL:
            archive.store(article)
        archive.mark_gone(GONE.id, NOON + timedelta(days=9))
        for number, report in enumerate(RUNS):
            archive.runs.record(str(number), report)
    sync_folder(folder, "whoosh")
    label(folder, "confirmed", MARKET.id, SOUK.id)
    label(folder, "confirmed", HARM.id, FERIA.id)
    sync_stories(folder, "none")
    return folder


@pytest.fixture(scope="session")
def client(data: Path) -> Iterator[TestClient]:
    """Asks the site; an error in it is an answer, as it is to a browser."""
    app = application(Site(folder=data, names=LOOPBACK_NAMES))
    with TestClient(app, ORIGIN, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def origin(data: Path) -> Iterator[str]:
    """The address of the running program."""
    with served(data) as running:
        host, port = address_of(running)
        yield f"http://{host}:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A browser. Its event loop is in the way of others, so it ends with the module."""
    from tests.webui.browsing import opened_browser

    with opened_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: "Browser", origin: str) -> Iterator["Page"]:
    """A tab."""
    from tests.webui.browsing import opened_page

    with opened_page(browser, origin) as tab:
        yield tab
