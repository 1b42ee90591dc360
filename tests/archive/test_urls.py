"""One article, one address, however it is written; and addresses that mean harm."""

import unicodedata
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.urls import HOSTS, MAX_URL_LENGTH, canonical_url, edition_of_url, request_url

EN = "https://english.almayadeen.net"
AR = "https://www.almayadeen.net"
ES = "https://espanol.almayadeen.net"
NFC, NFD = "canción-año", unicodedata.normalize("NFD", "canción-año")


@pytest.mark.parametrize(
    ("canonical", "written"),
    [
        (f"{EN}/news/a:-b", [f"{EN}/news/a%3A-b", f"{EN}/news/a%3a-b/", f"{EN}/news/a:-b#top"]),
        (
            f"{EN}/news",
            ["http://english.almayadeen.net/news", "HTTPS://ENGLISH.almayadeen.NET/news"],
        ),
        (f"{EN}/news", [f" {EN}/news\n", f"\t{EN}/ne\nws", f"{EN}:443/news//", f"{EN}:80/news/"]),
        (EN, [f"{EN}/", f"{EN}//", f"{EN}?", f"{EN}/#", f"{EN}/?utm_source=x"]),
        (
            f"{AR}/أخبار/سوق",
            [f"{AR}/{quote('أخبار')}/{quote('سوق')}", f"{AR}/أخبار/{quote('سوق')}/"],
        ),
        (f"{AR}/a", ["http://almayadeen.net/a", "https://almayadeen.net:8080/a"]),
        (f"{AR}/أ", [f"{AR}/ا\u0654", f"{AR}/{quote('ا')}\u0654", f"{AR}/ا{quote(chr(0x654))}"]),
        (f"{ES}/{NFC}", [f"{ES}/{NFD}", f"{ES}/{quote(NFC)}", f"{ES}/{quote(NFD)}"]),
        (f"{ES}/100%25", [f"{ES}/100%", f"{ES}/100%25/"]),
        (f"{ES}/%2541", [f"{ES}/%2541", f"{ES}/%%34%31"]),
        (f"{ES}/a%20b", [f"{ES}/a b", f"{ES}/a%20b"]),
        (f"{ES}/a%5Cb", [f"{ES}/a\\b", f"{ES}/a%5cb"]),
        (f"{ES}/A%FFب", [f"{ES}/%41%FF%D8%A8", f"{ES}/A%ffب", f"{ES}/A%FF{quote('ب')}"]),
        (f"{ES}/a%E2%80%82", [f"{ES}/a\u2002/", f"{ES}/a%E2%80%82"]),
        (f"{ES}/a%E2%80%AEb", [f"{ES}/a\u202eb"]),
        (f"{ES}/a%2F\u0307", [f"{ES}/a%2F\u0307", f"{ES}/a%2f%CC%87"]),
        (f"{EN}/a?page=2", [f"{EN}/a/?page=2&utm_source=x&fbclid=y", f"{EN}/a?ref=z&page=2#x"]),
        (f"{EN}/a?b=&c=1", [f"{EN}/a?c=1&b=", f"{EN}/a?c=1&b"]),
        (f"{EN}/a?q=a%C3%B1o+x", [f"{EN}/a?q=año x", f"{EN}/a?q=an%CC%83o%20x"]),
        (f"{EN}/a", [f"https://user@{EN[8:]}/a", f"https://user:secret@{EN[8:]}:443/a"]),
        ("https://[::1]:8080/a", ["http://[::1]:8080/a", "HTTPS://u:p@[::1]:8080/a/"]),
        ("https://[::1]/a", ["http://[::1]:80/a"]),
        ("https://xn--bcher-kva.example/a", ["https://Bücher.example/a"]),
        ("https://mirror.example:8080/a", ["http://mirror.example:8080/a/"]),
    ],
)
def test_one_address_however_it_is_written(canonical: str, written: list[str]) -> None:
    assert canonical_url(canonical) == canonical
    assert [canonical_url(each) for each in written] == [canonical] * len(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/b", "a%2Fb"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("a%41", "a%2541"),
        ("a%FF", "a%FE"),
        ("a-b", "a--b"),
        ("-a", "a"),
        ("a", "A"),
        ("a%09b", "ab"),
        ("a\u200cb", "ab"),
        ("ي", "ی"),
        ("a?page=1", "a?page=2"),
        ("a?x=1", "a"),
    ],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert canonical_url(f"{EN}/{one}") != canonical_url(f"{EN}/{other}")


@pytest.mark.parametrize(
    "name", ["utm_source", "utm_medium", "fbclid", "gclid", "mc_cid", "s", "ref"]
)
def test_tracking_is_dropped(name: str) -> None:
    assert canonical_url(f"{EN}/a?{name}=1&{name}") == f"{EN}/a"
    assert canonical_url(f"{EN}/a?x{name}=1") == f"{EN}/a?x{name}=1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "lanterns",
        "/news/politics/a",
        "//english.almayadeen.net/a",
        "javascript:alert(1)",
        "JavaScript://english.almayadeen.net/%0aalert(1)",
        "data:text/html,<script>",
        "mailto:desk@english.almayadeen.net",
        "file:///etc/hosts",
        "ftp://english.almayadeen.net/a",
        "https:",
        "https://",
        "https:///a",
        "https:english.almayadeen.net/a",
        "https://:443/a",
        "https://user@/a",
        "https://[/a",
        "https://[::1/a",
        "https://::1/a",
        "https://[fe80::1%25eth0]/a",
        "https://[no address]/a",
        f"{EN}:text/a",
        f"{EN}:99999/a",
        f"{EN}:-1/a",
        "https://a b/c",
        "https://\0/c",
        "https://a\0.english.almayadeen.net/c",
        "https://<script>/c",
        "https://a%2eb/c",
        "https://evil\uff0fenglish.almayadeen.net/",
        "https://a\u202eb.example/",
        f"https://{'ü' * 300}.example/",
        f"https://{'a' * 300}/",
        f"{EN}/\ud800",
        f"{EN}/a?q=\ud800",
        f"{EN}/{'a' * 10_000}",
        f"{EN}/{'%41' * 10_000}",
        f"{EN}/?q={'ب' * 1_000}",
        f"{EN}/?{'a&' * 101}",
        "https://" * 5_000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  many a sentence
        canonical_url(url)
    assert len(str(caught.value)) < 1_000


def test_length_is_counted_in_characters_as_they_are_read() -> None:
    longest = f"{AR}/{'ب' * (MAX_URL_LENGTH - len(AR) - 1)}"
    assert canonical_url(f"{AR}/{quote(longest[len(AR) + 1 :])}") == longest
    with pytest.raises(ValueError, match="2001 characters"):
        canonical_url(longest + "ب")


@pytest.mark.parametrize(
    ("canonical", "wire"),
    [
        (f"{EN}/news/a:-b", f"{EN}/news/a:-b"),
        (f"{AR}/أ/ب", f"{AR}/%D8%A3/%D8%A8"),
        (f"{ES}/100%25/a%2Fb", f"{ES}/100%25/a%2Fb"),
        (f'{ES}/"a"|<b>', f"{ES}/%22a%22%7C%3Cb%3E"),
        (f"{ES}/a?q=a%C3%B1o", f"{ES}/a?q=a%C3%B1o"),
        ("https://[::1]:8080/ñ", "https://[::1]:8080/%C3%B1"),
    ],
)
def test_an_address_on_the_wire(canonical: str, wire: str) -> None:
    assert request_url(canonical) == wire


@pytest.mark.parametrize(
    ("url", "edition"),
    [
        (f"{EN}/a", "english"),
        (f"{AR}/a", "arabic"),
        ("http://almayadeen.net", "arabic"),
        (f"{ES}:8080", "spanish"),
        (" HTTPS://ESPANOL.ALMAYADEEN.NET/x\n", "spanish"),
        ("https://media.almayadeen.net/a", None),
        ("https://english.almayadeen.net.evil.example/a", None),
        ("https://evil.example/english.almayadeen.net", None),
        ("https://english.almayadeen.net@evil.example/", None),
        ("https://evilenglish.almayadeen.net/", None),
        ("english.almayadeen.net/a", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_the_edition_of_an_address(url: str, edition: str | None) -> None:
    assert edition_of_url(url) == edition


def test_every_edition_has_its_host() -> None:
    assert {edition_of_url(f"https://{host}/"): host for host in HOSTS.values()} == HOSTS


_MEANINGFUL = st.sampled_from(
    [*'%/?#&=+;:@\\ []|~.!"1Fes', "//", "utm_e", "\0", "\u2002", "\u202e"]
)
_ESCAPES = st.sampled_from(["%2F", "%25", "%4", "%D8%A8", "%D8", "%FF", "%CC%81", "%5c", "%20"])
_LETTERS = st.sampled_from(["ب", "ñ", "\u0307", "\u0301", "\u212a", "\ufeff", "\ud800", "\udcff"])
_PIECES = _MEANINGFUL | _ESCAPES | _LETTERS
_HOSTILE = st.lists(_PIECES, max_size=12).map("".join)
_URLS = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["https", "http", "HTTP", "ftp"]),
    st.sampled_from([*HOSTS.values(), "almayadeen.net", "u:p@x.example:8080", "[::1]", "ñ.example"])
    | _HOSTILE,
    _HOSTILE | st.text(max_size=20),
)


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except ValueError:
        return None


@given(url=_URLS | st.text(max_size=60) | _HOSTILE)
@example(f"{EN}/%%34%31")
@example(f"{EN}/%2F\u0307")
@example(f"{EN}/a%E2%80%82")
@example(f"{EN}/?utm_e\u0301=1")
@example("http://[::1]/")
@settings(deadline=None, max_examples=600)
def test_a_canonical_address_is_its_own(url: str) -> None:
    canonical = _canonical(url)
    if canonical is None:
        return
    assert canonical_url(canonical) == canonical
    assert canonical.startswith("https://")
    assert len(canonical) <= MAX_URL_LENGTH
    assert not any(
        each.isspace() or unicodedata.category(each) in {"Cc", "Cs"} for each in canonical
    )
    assert "@" not in urlsplit(canonical).netloc
    wire = request_url(canonical)
    assert wire.isascii()
    assert canonical_url(wire) == canonical
    assert request_url(canonical_url(wire)) == wire


@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(deadline=None, max_examples=300)
def test_raw_and_encoded_forms_meet(path: str) -> None:
    path = f"a{path}z"
    raw = path.translate({ord(each): quote(each, safe="") for each in "/?#%\t\r\n"})
    forms = {quote(path, safe=""), quote(unicodedata.normalize("NFD", path), safe=""), raw}
    assert len({canonical_url(f"{EN}/{form}") for form in forms}) == 1


@given(text=st.text(max_size=60) | _URLS)
@settings(deadline=None)
def test_the_edition_of_anything(text: str) -> None:
    edition = edition_of_url(text)
    assert edition is None or edition in HOSTS
    canonical = _canonical(text)
    if edition is not None and canonical is not None:
        assert urlsplit(canonical).netloc == HOSTS[edition]


PATH_PARTS = st.sampled_from(
    [
        "/",
        "//",
        "a",
        "news",
        "-",
        ":",
        "%",
        "%2F",
        " ",
        "?",
        "#",
        "\\",
        "é",
        "e\u0301",
        "أ",
        "\u200f",
    ]
)


@given(st.sampled_from([EN, AR, ES]), st.lists(PATH_PARTS | st.characters(), max_size=8))
def test_what_is_seen_to_be_canonical_at_once_is(host: str, parts: list[str]) -> None:
    url = f"{host}/{''.join(parts)}".strip()
    try:
        expected = canonical_url(f"{url}#top")
    except ValueError:
        with pytest.raises(ValueError, match=r".*"):
            canonical_url(url)
    else:
        assert canonical_url(url) == expected
