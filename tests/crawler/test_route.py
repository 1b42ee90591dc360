"""Addresses of the real host, of a mirror, and of everybody else."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls import HOSTS, canonical_url
from crawler.route import Route

EN = "https://english.almayadeen.net"
AR = "https://www.almayadeen.net"
MIRRORS = ["", "http://127.0.0.1:8123", "https://mirror.example", "http://[::1]:8123"]


@pytest.mark.parametrize("mirror", MIRRORS)
@pytest.mark.parametrize(
    ("edition", "url", "canonical"),
    [
        ("english", f"{EN}/news/a:-b", f"{EN}/news/a:-b"),
        ("english", "http://english.almayadeen.net/news/a%3A-b/?utm_source=x", f"{EN}/news/a:-b"),
        ("english", f" {EN}:8443/news\n", f"{EN}/news"),
        ("arabic", f"{AR}/{quote('أخبار/سوق')}", f"{AR}/أخبار/سوق"),
        ("arabic", "http://almayadeen.net/a", f"{AR}/a"),
        ("english", f"{AR}/a", None),
        ("arabic", f"{EN}/a", None),
        ("english", "https://english.almayadeen.net.example/a", None),
        ("english", "https://media.almayadeen.net/a", None),
        ("english", "https://english.almayadeen.net@example/a", None),
        ("english", "http://127.0.0.1:9/a", None),
    ],
)
def test_canonical(mirror: str, edition: str, url: str, canonical: str | None) -> None:
    assert Route(edition, mirror).canonical(url) == canonical


@pytest.mark.parametrize(
    ("mirror", "url", "canonical"),
    [
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123/news/a%3A-b", f"{EN}/news/a:-b"),
        ("http://127.0.0.1:8123", "http://user@127.0.0.1:8123/news/?utm_id=1", f"{EN}/news"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8124/news", None),
        ("http://127.0.0.1:8123", "http://127.0.0.1/news", None),
        ("http://localhost:8123", "http://LOCALHOST:8123/news", f"{EN}/news"),
        ("http://Mirror.Example", "http://mirror.example:80/news", f"{EN}/news"),
        ("https://mirror.example:443", "https://mirror.example/news", f"{EN}/news"),
        ("http://[::1]:8123", "http://[::1]:8123/news", f"{EN}/news"),
        ("http://127.0.0.1:8123", "http://localhost:8123/news", None),
    ],
)
def test_addresses_of_the_mirror_are_those_of_the_host(
    mirror: str,
    url: str,
    canonical: str | None,
) -> None:
    assert Route("english", mirror).canonical(url) == canonical


@pytest.mark.parametrize("mirror", MIRRORS)
@pytest.mark.parametrize(
    "url",
    [
        "",
        "/news/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http://[::1/a",
        "http://host:port/",
        "http://127.0.0.1:99999/",
        "https://english.almayadeen.net/" + "a" * 5_000,
        "https://english.almayadeen.net/" + "a" * 50_000,
        "http://nul\0.example/",
    ],
)
def test_no_address(mirror: str, url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Route("english", mirror).canonical(url)


@pytest.mark.parametrize(
    ("mirror", "asked"),
    [
        ("", f"{AR}/%D8%B3%D9%88%D9%82/a:-b%2Fc?page=2"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123/%D8%B3%D9%88%D9%82/a:-b%2Fc?page=2"),
        ("https://mirror.example", "https://mirror.example/%D8%B3%D9%88%D9%82/a:-b%2Fc?page=2"),
    ],
)
def test_what_is_asked(mirror: str, asked: str) -> None:
    assert Route("arabic", mirror).request_url(f"{AR}/سوق/a:-b%2Fc?page=2") == asked


@pytest.mark.parametrize("path", ["sitemaps/all.xml", "/sitemaps/all.xml", "//sitemaps/all.xml"])
def test_sources(path: str) -> None:
    assert Route("arabic").source_url(path) == f"{AR}/sitemaps/all.xml"


@pytest.mark.parametrize(
    ("mirror", "hosts", "is_local"),
    [
        ("", ["english.almayadeen.net"], False),
        ("http://127.0.0.1:8123", ["127.0.0.1"], True),
        ("http://127.8.8.8", ["127.8.8.8"], True),
        ("http://[::1]:8123", ["::1"], True),
        ("http://LocalHost:8123", ["localhost"], True),
        ("http://localhost.example", ["localhost.example"], False),
        ("http://10.0.0.1", ["10.0.0.1"], False),
        ("http://0.0.0.0", ["0.0.0.0"], False),  # noqa: S104  an address to ask, not to listen on
    ],
)
def test_hosts(mirror: str, hosts: list[str], is_local: bool) -> None:
    route = Route("english", mirror)
    assert route.hosts == hosts
    assert route.is_local is is_local


@given(
    st.sampled_from(sorted(HOSTS)),
    st.sampled_from(MIRRORS),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
)
def test_what_is_asked_leads_back(edition: str, mirror: str, path: str) -> None:
    route = Route(edition, mirror)
    canonical = canonical_url(f"https://{HOSTS[edition]}/{quote(path)}")
    asked = route.request_url(canonical)
    assert asked.isascii()
    assert [urlsplit(asked).hostname] == route.hosts
    assert route.canonical(asked) == canonical
