"""Redirects inside the edition are followed, to the mirror if there is one; others have a name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.outcomes import ForeignRedirect, end_of_failure, end_of_status
from crawler.redirects import EditionRedirectMiddleware
from tests.crawler.crawls import a_crawler

HOST = "https://english.almayadeen.net"
MIRROR = "http://127.0.0.1:8123"
_Send = Callable[..., Any]


@pytest.fixture(params=["", MIRROR])
def site(request: pytest.FixtureRequest) -> str:
    """The mirror, or none."""
    return str(request.param)


@pytest.fixture
def send(tmp_path: Path, site: str) -> _Send:
    """What becomes of a request that is answered with a redirect."""
    crawler = a_crawler(tmp_path, "english", site=site)
    middleware = EditionRedirectMiddleware.from_crawler(crawler)

    def answer(location: str | bytes | None, status: int = 301, **meta: Any) -> Any:
        request = Request(f"{site or HOST}/news/old", cb_kwargs={"url": "asked"}, meta=meta)
        headers = {} if location is None else {"Location": location}
        response = Response(request.url, status=status, headers=headers, request=request)
        return middleware.process_response(request, response)

    return answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_inside_the_edition(send: _Send, site: str, status: int) -> None:
    result = send(f"{HOST}/news/new", status)
    assert isinstance(result, Request)
    assert result.url == f"{site or HOST}/news/new"
    assert result.cb_kwargs == {"url": "asked"}
    assert result.meta["redirect_times"] == 1


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/news/new", "/news/new"),
        ("new", "/news/new"),
        ("?page=2", "/news/old?page=2"),
        ("http://english.almayadeen.net/news/new", "/news/new"),
        ("//english.almayadeen.net/news/new", "/news/new"),
        ("https://ENGLISH.almayadeen.net:443/news/new", "/news/new"),
        ("/أخبار/سوق".encode(), "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%B3%D9%88%D9%82"),
        ("/news/a%3A-b%2Fc", "/news/a%3A-b%2Fc"),
        # What differs from the address that was asked for, though its canonical form does not.
        ("/news/old/", "/news/old/"),
        ("/news/old?utm_source=x", "/news/old?utm_source=x"),
    ],
)
def test_the_address_is_followed_as_it_is(
    send: _Send,
    site: str,
    location: str | bytes,
    path: str,
) -> None:
    assert send(location).url == f"{site or HOST}{path}"


@pytest.mark.parametrize("site", [MIRROR], indirect=True)
@pytest.mark.parametrize("location", [f"{MIRROR}/news/new", "//127.0.0.1:8123/news/new"])
def test_inside_the_mirror(send: _Send, location: str) -> None:
    assert send(location).url == f"{MIRROR}/news/new"


@pytest.mark.parametrize(
    "location",
    [
        "https://www.almayadeen.net/news/new",
        "https://media.almayadeen.net/news/new",
        "https://example.com/",
        "//example.com/news/new",
        "https://english.almayadeen.net.example.com/",
        "https://english.almayadeen.net@example.com/",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest/",
        "http://[::1]:9/",
    ],
)
def test_to_another_host(send: _Send, location: str) -> None:
    with pytest.raises(ForeignRedirect) as caught:
        send(location)
    assert end_of_failure(caught.value).key == "refused/foreign-redirect"


@pytest.mark.parametrize(
    "location",
    [
        f"{HOST}/{'a' * 5_000}",
        "mailto:desk@example.com",
        "javascript:location='/'",
        "ftp://example.com/",
        "file:///etc/hosts",
        "data:text/html,x",
        "http://[::1/",
        "http://english.almayadeen.net:port/",
    ],
)
def test_to_no_address(send: _Send, location: str) -> None:
    with pytest.raises(ForeignRedirect) as caught:
        send(location)
    assert end_of_failure(caught.value).key == "refused/foreign-redirect"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("location", "status"),
    [(None, 301), ("/news/new", 200), ("/news/new", 404), ("ftp://x/", 200)],
)
def test_what_is_no_redirect_is_a_response(send: _Send, location: str, status: int) -> None:
    result = send(location, status)
    assert isinstance(result, Response)
    assert (end_of_status(result.status) is None) is (status == 200)


def test_a_loop_ends(send: _Send) -> None:
    result = send("/news/old", redirect_times=4, redirect_ttl=1)
    assert result.meta["redirect_times"] == 5
    with pytest.raises(IgnoreRequest) as caught:
        send("/news/old", redirect_times=5, redirect_ttl=0)
    assert end_of_failure(caught.value).key == "refused/redirect-loop"
