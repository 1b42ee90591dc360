"""Sitemaps as they are written, as they should not be, and as they are meant to do harm."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler import sitemaps
from crawler.sitemaps import Entry, is_sitemap, month_of_sitemap, read_sitemap, utc_lastmod

_ROOT = Path(__file__).resolve().parents[2]
_0_9 = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_AR = "https://www.almayadeen.net/أخبار/سوق-الفوانيس"
_TIME = "2024-03-05T12:00:00+02:00"
_A = "<url><loc>https://x/a</loc></url>"
_B = "<url><loc>https://x/b</loc></url>"


def _urls(content: str | bytes) -> list[str]:
    return [entry.url for entry in read_sitemap(_bytes(content))]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize(
    "head", ["", "<?xml version='1.0'?>", '<?xml version="1.0" encoding="utf-8"?>\n']
)
@pytest.mark.parametrize(
    ("attributes", "prefix"),
    [
        (_0_9, ""),
        ("", ""),
        ('xmlns="http://www.google.com/schemas/sitemap/0.84"', ""),
        ('xmlns="urn:no-such-thing"', ""),
        ('xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"', "s:"),
    ],
)
def test_whatever_the_namespace(head: str, attributes: str, prefix: str) -> None:
    content = (
        f"{head}<{prefix}urlset {attributes}><{prefix}url>"
        f"<{prefix}loc> {_AR}\n</{prefix}loc><{prefix}lastmod>\n{_TIME}</{prefix}lastmod>"
        f"</{prefix}url></{prefix}urlset>"
    )
    assert read_sitemap(content.encode()) == [Entry(_AR, _TIME, is_sitemap=False)]


def test_an_index() -> None:
    content = f"""<sitemapindex {_0_9}>
      <sitemap><loc>https://x/sitemaps/all/sitemap-2024-8.xml</loc></sitemap>
      <sitemap><lastmod>{_TIME}</lastmod><loc>https://x/sitemaps/all/sitemap-2024-10.xml</loc></sitemap>
    </sitemapindex>"""
    assert read_sitemap(content.encode()) == [
        Entry("https://x/sitemaps/all/sitemap-2024-8.xml", "", is_sitemap=True),
        Entry("https://x/sitemaps/all/sitemap-2024-10.xml", _TIME, is_sitemap=True),
    ]


def test_news_and_images() -> None:
    content = f"""<urlset {_0_9} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
      <image:image><image:loc>https://media.example/1.jpg</image:loc></image:image>
      <loc>https://x/a</loc>
      <news:news><news:publication_date>{_TIME}</news:publication_date>
        <news:loc>https://x/no</news:loc><news:title>Lanterns</news:title></news:news>
      <image:image><image:loc>https://media.example/2.jpg</image:loc></image:image>
    </url></urlset>"""
    assert read_sitemap(content.encode()) == [Entry("https://x/a", "", is_sitemap=False)]


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        (_AR, _AR),
        ("https://x/%D8%A3?a=1&amp;b=2", "https://x/%D8%A3?a=1&b=2"),
        ("<![CDATA[https://x/a?b=1&c=2]]>", "https://x/a?b=1&c=2"),
        (" <![CDATA[ https://x/a ]]> ", "https://x/a"),
        ("https://x/<![CDATA[a&b]]>-c", "https://x/a&b-c"),
        ("https://x/a<!-- no -->b<?no no?>c", "https://x/abc"),
        ("https://x/&#x623;&#1576;", "https://x/أب"),
        ("https://x/a&nbsp;b", "https://x/ab"),
        ("https://x/é", "https://x/é"),
        ("https://x/a</loc><loc>https://x/b", "https://x/a"),
    ],
)
def test_addresses(inside: str, url: str) -> None:
    assert _urls(f"<urlset><url><loc>{inside}</loc></url>{_A}</urlset>") == [url, "https://x/a"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "windows-1256"])
def test_encodings(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-le")}"?>'
    content = f"{head}<urlset><url><loc>{_AR}</loc></url></urlset>"
    assert _urls(content.encode(encoding)) == [_AR]


@pytest.mark.parametrize(
    "damage",
    [
        b"<url><loc>https://x/\xff\xfe</loc></url>",
        b"<url><loc>https://x/\x00\x01</loc></url>",
        b"<url><loc>https://x/a & b?c=1&d=2</loc></url>",
        b"<url><loc>https://x/&#0;&#99999999;</loc></url>",
        b"<url><loc>https://x/&#xD800;</loc></url>",
        b"<\xff&#xD800;>",
        b"<url><loc></loc></url><url/><url><lastmod>2024-01-01</lastmod></url>",
        b"<url><loc>https://x/<b>c</b></loc></url>",
        b"<url><loc a='1' a='2'>https://x/</loc></url>",
        b"<!-- \xff -- -->",
        b"<x:url><x:loc>https://x/</x:loc></x:url>",
        b"text <b>and</b> more",
        b"</urlset><urlset>",
    ],
)
def test_damage_costs_no_more_than_itself(damage: bytes) -> None:
    content = b"<urlset>" + _A.encode() + damage + _B.encode() + b"</urlset>"
    urls = _urls(content)
    assert urls[0] == "https://x/a"
    is_the_end = b"</urlset>" in damage or b"&#xD800;" in damage
    assert (urls[-1] == "https://x/b") is not is_the_end


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n",
        "\0" * 100,
        "not found",
        '{"urls": ["https://x/a"]}',
        "<url",
        "<!DOCTYPE html><html><head><title>Just a moment<body><p>Are you human?<br></html>",
        "<html><body><a href='https://x/a'>a</a></body></html>",
        '<rss version="2.0"><channel><item><link>https://x/a</link></item></channel></rss>',
        "<loc>https://x/a</loc>",
        "<urlset><loc>https://x/a</loc></urlset>",
        "<urlset><url><more><loc>https://x/a</loc></more></url></urlset>",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b",
        b"\x1f\x8bno gzip at all",
        gzip.compress(b""),
    ],
)
def test_what_is_no_sitemap_has_no_entries(content: str | bytes) -> None:
    assert read_sitemap(_bytes(content)) == []


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        ("<urlset/>", True),
        (f"<urlset {_0_9}>{_A}", True),
        (f"\ufeff<?xml version='1.0'?>\n<!-- made at night -->\n<s:urlset xmlns:s='x'>{_A}", True),
        (gzip.compress(b"<urlset/>"), True),
        ("<sitemapindex/>", False),
        ("<html><urlset/></html>", False),
        ("", False),
        ("urlset", False),
    ],
)
def test_is_sitemap(content: str | bytes, is_one: bool) -> None:
    assert is_sitemap(_bytes(content)) is is_one


def test_what_is_cut_off_is_no_address() -> None:
    whole = f"<urlset>{_A}{_B}</urlset>"
    for length in range(len(whole)):
        assert set(_urls(whole[:length])) <= {"https://x/a", "https://x/b"}


@pytest.mark.parametrize("member_bytes", [100, 10**6])
def test_gzip(member_bytes: int) -> None:
    urls = [f"https://x/سوق-{number}" for number in range(2_000)]
    plain = "".join(f"<url><loc>{url}</loc></url>" for url in urls).encode()
    content = b"<urlset>" + plain + b"</urlset>"
    parts = [content[i : i + member_bytes] for i in range(0, len(content), member_bytes)]
    assert _urls(b"".join(map(gzip.compress, parts))) == urls


@pytest.mark.parametrize("damage", [b"", b"\xff" * 1_000])
def test_gzip_that_breaks_off_ends_the_entries(damage: bytes) -> None:
    urls = [f"https://x/{number * 7919 % 10_007}" for number in range(10_000)]
    content = "".join(f"<url><loc>{url}</loc></url>" for url in urls).encode()
    packed = gzip.compress(b"<urlset>" + content)
    found = _urls(packed[: len(packed) // 2] + damage)
    assert found[:1_000] == urls[:1_000]
    assert damage or found == urls[: len(found)]


def test_what_is_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"<urlset>{_A * 5_000}".encode()
    monkeypatch.setattr(sitemaps, "MAX_BYTES", len("<urlset>") + 1_500 * len(_A) + 20)
    assert len(_urls(content)) == len(_urls(gzip.compress(content))) == 1_500


def test_a_million_entries_are_cut_at_the_limit() -> None:
    content = b"<urlset>" + _A.encode() * 1_000_000
    assert len(read_sitemap(content)) == sitemaps.MAX_ENTRIES


def test_the_largest_sitemap_of_the_protocol_is_whole() -> None:
    entry = f"""
      <url>
        <loc>https://x/a</loc>
        <lastmod>{_TIME}</lastmod>
        <changefreq>daily</changefreq>
        <priority>0.5</priority>
        <image><loc>https://x/i</loc><title>t</title><caption>c</caption></image>
      </url>"""
    assert len(read_sitemap(f"<urlset>{entry * 50_000}</urlset>".encode())) == 50_000


@pytest.mark.parametrize("part", ["a", "&#97;", "<!-- -->a"])
def test_a_value_is_cut_off(part: str) -> None:
    (entry,) = read_sitemap(f"<url><loc>{part * 100_000}</loc></url>".encode())
    assert set(entry.url) == {"a"}
    assert sitemaps.MAX_VALUE_CHARS <= len(entry.url) <= 2 * sitemaps.MAX_VALUE_CHARS


_BOMBS = {
    "elements": b"<urlset>" + b"<a/>" * sitemaps.MAX_PARTS + _A.encode(),
    "empty entries": b"<urlset>" + b"<url/>" * 700_000,
    "elements of one entry": b"<urlset><url>" + b"<loc/>" * 700_000 + b"</url>",
    "depth": b"<url>" * 100_000 + b"<loc>https://x/a</loc>",
}
_DECLARED = {
    "laughs": '<!ENTITY a "haha"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d "{}"><!ENTITY e "{}">',
    "quadratic": '<!ENTITY e "' + "a" * 60_000 + '">',
    "endless": '<!ENTITY a "&e;"><!ENTITY e "&a;">',
    "entries": '<!ENTITY a "' + _A * 500 + '"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY e "&c;">',
}


@pytest.mark.parametrize("name", _DECLARED)
@pytest.mark.parametrize("place", ["<url><loc>{}</loc></url>", "{}", "<url>{}</url>"])
def test_entities_do_not_grow(name: str, place: str) -> None:
    declared = _DECLARED[name].format(*(f"&{letter};" * 100 for letter in "abcdef"))
    used = place.format("&e;" * 20_000)
    content = f"<!DOCTYPE x [{declared}]><urlset>{_A}{used}</urlset>"
    entries = read_sitemap(content.encode())
    assert entries[0].url == "https://x/a"
    assert len(entries) <= sitemaps.MAX_ENTRIES
    assert sum(len(entry.url) for entry in entries) < 10 * sitemaps.MAX_VALUE_CHARS + 12 * len(
        entries
    )


def test_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://x/secret")
    for system in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x.dtd"):
        content = f"""<!DOCTYPE urlset SYSTEM "{system}" [<!ENTITY e SYSTEM "{system}">
            <!ENTITY % p SYSTEM "{system}"> %p;]>
            <urlset>{_A}<url><loc>&e;</loc></url><url><loc>https://x/&e;b</loc></url></urlset>"""
        assert _urls(content) == ["https://x/a", "https://x/b"]


_PROGRAM = """
import gzip, resource, sys
from crawler.sitemaps import read_sitemap
def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
packed = sys.stdin.buffer.read()
before = peak_mb()
entries = read_sitemap(packed)
print(len(entries), peak_mb() - before)
"""


def _entries_and_megabytes(packed: bytes) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=_ROOT, input=packed, capture_output=True, check=True
    )
    entries, megabytes = map(int, done.stdout.split())
    return entries, megabytes


@pytest.mark.parametrize("name", _BOMBS)
def test_a_bomb_takes_no_more_memory_than_a_sitemap(name: str) -> None:
    entries, megabytes = _entries_and_megabytes(gzip.compress(_BOMBS[name], 1))
    assert entries == 0
    assert megabytes < 50


@pytest.mark.parametrize("filling", [b" ", b"\0", b"a"])
def test_a_gzip_bomb_is_not_unzipped_whole(filling: bytes) -> None:
    megabyte = gzip.compress(filling * 2**20)
    head = gzip.compress(b"<urlset>" + _A.encode())
    entries, megabytes = _entries_and_megabytes(
        head + megabyte * 1_000 + gzip.compress(_B.encode())
    )
    assert entries <= 1
    assert megabytes < 150


@pytest.mark.parametrize(
    ("url", "month"),
    [
        ("https://x/sitemaps/all/sitemap-2024-8.xml", "2024-08"),
        ("https://x/sitemaps/all/sitemap-2012-12.xml", "2012-12"),
        ("/sitemaps/news/sitemap-2024-08.xml?v=1", "2024-08"),
        ("https://x/sitemap-2024-0.xml", ""),
        ("https://x/sitemap-2024-13.xml", ""),
        ("https://x/sitemap-2024-123.xml", ""),
        ("https://x/sitemap-٢٠٢٤-٨.xml", ""),
        ("https://x/sitemaps/all.xml", ""),
        ("", ""),
    ],
)
def test_month_of_sitemap(url: str, month: str) -> None:
    assert month_of_sitemap(url) == month


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023-10-29T23:00:57+01:00", "2023-10-29T22:00:57Z"),
        ("2024-01-01T00:30:00+03:00", "2023-12-31T21:30:00Z"),
        ("2024-02-01T22:18:00Z", "2024-02-01T22:18:00Z"),
        ("2024-02-01T22:18Z", "2024-02-01T22:18:00Z"),
        ("2024-02-01T22:18:00.0000000+00:00", "2024-02-01T22:18:00Z"),
        ("2024-02-01T22:18:00.25-05:00", "2024-02-02T03:18:00.250000Z"),
        ("2024-02-01T22:18:00", ""),
        ("2023-12-30T21:59:00.0000000", ""),
        ("2024-02-01", ""),
        ("", ""),
        ("yesterday", ""),
        ("2024-02-30T00:00:00Z", ""),
        ("2024-02-01T22:18:00+99:00", ""),
        ("0001-01-01T00:00:00+05:00", ""),
        ("9999-12-31T23:59:59-05:00", ""),
    ],
)
def test_lastmod(text: str, utc: str) -> None:
    assert utc_lastmod(text) == utc


@given(st.datetimes(timezones=st.timezones()))
def test_a_lastmod_is_the_same_instant(time: datetime) -> None:
    assume(1 < time.year < 9999)
    assert datetime.fromisoformat(utc_lastmod(time.isoformat())) == time.astimezone(UTC)


@given(st.text())
def test_any_text_is_a_lastmod_or_none(text: str) -> None:
    assert utc_lastmod(text) == "" or utc_lastmod(text).endswith("Z")


_XML_TEXT = st.text(
    alphabet=st.characters(
        exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=30,
)


@given(st.lists(_XML_TEXT, max_size=8), st.booleans(), st.booleans(), st.sampled_from(["", _0_9]))
def test_what_is_written_is_read(
    paths: list[str],
    with_cdata: bool,
    is_zipped: bool,
    namespace: str,
) -> None:
    urls = [f"https://x/{path}" for path in paths]
    written = (
        f"<![CDATA[{url.replace(']]>', ']]]]><![CDATA[>')}]]>" if with_cdata else escape(url)
        for url in urls
    )
    entries = "".join(f"<url><loc>{each}</loc></url>" for each in written)
    content = f"<urlset {namespace}>{entries}</urlset>".encode()
    assert _urls(gzip.compress(content) if is_zipped else content) == urls


_PIECES = st.sampled_from(
    (
        b"<urlset> </urlset> <url> </url> <sitemap> </sitemap> <loc> </loc> <lastmod/> https://x/ "
        b"<![CDATA[ ]]> <!-- --> &amp; &a; &#xD800; <!DOCTYPE|a[ <!ENTITY|a|'b'> ]> \xff \0 < > "
        b"<?xml|version='1.0'?> \xef\xbb\xbf \x1f\x8b xmlns='a' <a:url|xmlns:a='b'>"
    )
    .replace(b"|", b"\n")
    .split(b" "),
)


@given(st.lists(_PIECES | st.binary(max_size=8), max_size=40).map(b"".join), st.booleans())
def test_anything_can_be_read(content: bytes, is_zipped: bool) -> None:
    content = gzip.compress(content) if is_zipped else content
    for entry in read_sitemap(content):
        assert entry.url == entry.url.strip() != ""
    assert is_sitemap(content) in {True, False}
