"""What every answer carries, and by which names the site answers."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.webui.conftest import ORIGIN
from tests.webui.pages import assert_failure
from webui.application import application
from webui.reading import Reader
from webui.serving import LOOPBACK_NAMES
from webui.site import Site

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/es/article/en:1", 200),
        ("/search?format=json", 200),
        ("/search?format=atom", 200),
        ("/static/style.css", 200),
        ("/static/keys.js", 200),
        ("/static/../site.py", 404),
        ("/static/%2e%2e/site.py", 404),
        ("/nothing", 404),
        ("/search?page=x", 400),
    ],
)
def test_every_answer_is_guarded(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("style.css", "text/css"), ("keys.js", "text/javascript"), ("icon.svg", "image/svg+xml")],
)
def test_own_files_say_what_they_are(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.0.0.1"]
)
def test_names_of_this_machine(client: TestClient, host: str) -> None:
    assert client.get("/en/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1:8000/x",
        "",
    ],
)
def test_a_name_from_elsewhere_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/en/search?q=lantern", headers={"Host": host})
    assert_failure(answer, 400, "does not go by that name")
    assert HEADERS.items() <= dict(answer.headers).items()


def test_a_site_that_others_can_reach_goes_by_any_name(data: Path) -> None:
    with TestClient(application(Site(folder=data)), ORIGIN) as client:
        assert client.get("/status", headers={"Host": "archive.example"}).status_code == 200
        assert client.get("/status", headers={"Host": "arch<ive"}).status_code == 400


def test_an_error_of_ours_tells_nothing_and_is_guarded(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Reader) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Reader, "refresh", fail)
    site = application(Site(folder=data, names=LOOPBACK_NAMES))
    with TestClient(site, ORIGIN, raise_server_exceptions=False) as client:
        page = client.get("/ar/search")
        assert page.status_code == 500
        assert "secret" not in page.text and 'lang="ar"' in page.text
        assert HEADERS.items() <= dict(page.headers).items()
        assert_failure(client.get("/search?format=json"), 500, "went wrong")
