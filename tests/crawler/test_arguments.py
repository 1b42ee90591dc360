"""What the user may tell a spider, and every wrong way to tell it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import arguments
from crawler.arguments import ArgumentError, read_arguments, read_mirror, site_of_mirror

_ANY_TEXT = st.text() | st.text(alphabet="0123456789-:/@[]. \n\0ab\ud800", max_size=40)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_nothing_given() -> None:
    read = read_arguments()
    assert (read.days.since, read.days.until) == (None, None)
    assert (read.urls, read.site, read.refresh) == ((), "", False)


@pytest.mark.parametrize(
    ("since", "until", "within", "without"),
    [
        (
            "2024-01-05",
            "2024-01-05",
            ["2024-01-04T22:00:00", "2024-01-05T21:59:59"],
            ["2024-01-04T21:59:59", "2024-01-05T22:00:00"],
        ),
        ("2024-07-01", "", ["2024-06-30T21:00:00", "2031-01-01"], ["2024-06-30T20:59:59"]),
        ("", "2024-07-01", ["2012-06-11", "2024-07-01T20:59:59"], ["2024-07-01T21:00:00"]),
        # On the days when the clocks change, in Beirut at midnight.
        ("2024-03-31", "", ["2024-03-30T22:00:00"], ["2024-03-30T21:59:59"]),
        ("", "2024-10-26", ["2024-10-26T21:59:59"], ["2024-10-26T22:00:00"]),
        ("0001-01-02", "9999-12-30", ["0001-01-02", "9999-12-30T21:59:59"], []),
    ],
)
def test_days_are_those_of_beirut(
    since: str,
    until: str,
    within: list[str],
    without: list[str],
) -> None:
    days = read_arguments(since=since, until=until).days
    assert [_utc(each) in days for each in within + without] == (
        [True] * len(within) + [False] * len(without)
    )


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2024-01-31", "2024-02-01", ("2024-01", "2024-02")),
        ("2024-02-29", "2024-02-29", ("2024-02", "2024-02")),
        ("", "2023-12-31", ("", "2023-12")),
    ],
)
def test_days_know_their_months(since: str, until: str, months: tuple[str, str]) -> None:
    assert read_arguments(since=since, until=until).days.months == months


@pytest.mark.parametrize(
    ("site", "read"),
    [
        ("", ""),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://localhost:8123/", "http://localhost:8123"),
        (" https://mirror.example ", "https://mirror.example"),
        ("HTTP://Mirror.Example:80", "http://Mirror.Example:80"),
        ("http://[::1]:8123", "http://[::1]:8123"),
    ],
)
def test_site(site: str, read: str) -> None:
    assert read_arguments(site=site).site == read


@pytest.mark.parametrize(("refresh", "read"), [("", False), ("0", False), ("1", True)])
def test_refresh(refresh: str, read: bool) -> None:
    assert read_arguments(refresh=refresh).refresh is read


@pytest.mark.parametrize(
    ("urls", "read"),
    [
        ("https://a/1", ("https://a/1",)),
        (" https://a/2, https://a/1,,https://a/2 ,", ("https://a/2", "https://a/1")),
        (",", ()),
    ],
)
def test_urls(urls: str, read: tuple[str, ...]) -> None:
    assert read_arguments(urls=urls).urls == read


@pytest.mark.parametrize(
    "content",
    [
        "https://a/سوق\nhttps://a/b,c\n",
        "\ufeffhttps://a/سوق\r\n\r\n  https://a/b,c  \r\nhttps://a/سوق",
        "https://a/سوق\rhttps://a/b,c",
    ],
)
def test_urls_of_a_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "urls.txt"
    file.write_bytes(content.encode())
    assert read_arguments(urls=f"@{file}").urls == ("https://a/سوق", "https://a/b,c")


_FILES: Mapping[str, bytes] = {
    "latin-1.txt": "https://a/canción\n".encode("latin-1"),
    "utf-16.txt": "https://a/\n".encode("utf-16"),
    "long.txt": b"https://a/\n" * 20_000,
    "list.json": b"[]",
    "number.json": b'{"english": 8000}',
    "broken.json": b'{"english": "http://a"',
    "deep.json": b"[" * 100_000,
    "site.json": b'{"english": "ftp://a", "arabic": ""}',
    "empty.json": b"",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files that are no good, one of them longer than may be."""
    monkeypatch.setattr(arguments, "MAX_FILE_BYTES", 200_000)
    for name, content in _FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def _assert_one_line(error: ArgumentError, start: str) -> None:
    sentence = str(error)
    assert sentence.startswith(start)
    assert sentence.isprintable()
    assert len(sentence) < 600


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "day",
    [
        "2024",
        "2024-2-1",
        "2024-02-30",
        "2024-13-01",
        "01/02/2024",
        "yesterday",
        "2024-02-01T00:00",
        "2024-02-01\n2024-02-02",
        " ",
        "-1",
        "٢٠٢٤-٠١-٠١",
        "2024-01-01\0",
        "10000-01-01",
        "9" * 5_000,
    ],
)
def test_no_day(name: str, day: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(**{name: day})
    _assert_one_line(caught.value, f"{name}={day[:3].rstrip(chr(0))}")
    assert str(caught.value).endswith("give a day as YYYY-MM-DD")


def test_days_beyond_the_calendar() -> None:
    """The first midnight of year 1 in Beirut is in no year of UTC, the last is in none at all."""
    for beyond in ({"since": "0001-01-01"}, {"until": "9999-12-31"}):
        with pytest.raises(ArgumentError, match="YYYY-MM-DD"):
            read_arguments(**beyond)


def test_days_in_the_wrong_order() -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(since="2024-02-02", until="2024-02-01")
    assert str(caught.value) == "until=2024-02-01 is before since=2024-02-02"


@pytest.mark.parametrize("refresh", ["yes", "true", "2", " ", "1\n", "\x1b[31m1"])
def test_no_refresh(refresh: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(refresh=refresh)
    _assert_one_line(caught.value, "refresh=")


@pytest.mark.parametrize(
    "site",
    [
        "localhost:8000",
        "127.0.0.1",
        "//127.0.0.1",
        "http://",
        "http:///path",
        "ftp://127.0.0.1",
        "file:///etc/hosts",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://[::1",
        "http://ho st:8000",
        "http://a,b",
        "http://user:secret@127.0.0.1:8000",
        "http://127.0.0.1:8000/mirror",
        "http://127.0.0.1:8000?edition=english",
        "http://127.0.0.1:8000#english",
        "http://" + "é" * 300,
        "http://127.0.0.1:8000\nhttp://127.0.0.1:8001/",
        " ",
    ],
)
def test_no_site(site: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(site=site)
    _assert_one_line(caught.value, "site=")
    assert "give http://HOST:PORT" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["", ".", "none.txt", "nul\0.txt", "latin-1.txt", "utf-16.txt", "long.txt", "n" * 5_000],
)
def test_no_file_of_urls(files: Path, name: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_arguments(urls=f"@{files}/{name}" if name else "@")
    _assert_one_line(caught.value, "urls=@")


def test_a_file_of_urls_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(ArgumentError, match="at most 50 MB"):
        read_arguments(urls="@/dev/zero")


def test_a_mirror(tmp_path: Path) -> None:
    file = tmp_path / "mirror.json"
    sites = {"english": "http://127.0.0.1:1/", "arabic": "http://127.0.0.1:2"}
    file.write_text(json.dumps(sites), encoding="utf-8-sig")
    assert read_mirror(str(file)) == sites
    assert site_of_mirror(str(file), "english") == "http://127.0.0.1:1"
    assert site_of_mirror(str(file), "arabic") == "http://127.0.0.1:2"
    with pytest.raises(ArgumentError) as caught:
        site_of_mirror(str(file), "spanish")
    assert str(caught.value) == f"mirror {file}: no address for spanish"


@pytest.mark.parametrize(
    "name",
    ["none.json", "", "nul\0.json", "long.txt", *(n for n in _FILES if n.endswith(".json"))],
)
def test_no_mirror(files: Path, name: str) -> None:
    for edition in ("english", "arabic"):
        with pytest.raises(ArgumentError) as caught:
            site_of_mirror(f"{files}/{name}", edition)
        assert str(caught.value).isprintable()


@given(
    st.dictionaries(st.sampled_from(["since", "until", "site", "urls", "refresh"]), _ANY_TEXT),
)
def test_any_text_is_followed_or_refused_in_one_line(told: dict[str, str]) -> None:
    if told.get("urls", "").startswith("@"):
        del told["urls"]
    try:
        read = read_arguments(**told)
    except ArgumentError as error:
        _assert_one_line(error, "")
    else:
        assert all(url == url.strip() != "" for url in read.urls)


@given(st.dates(date(1, 1, 2), date(9999, 12, 29)), st.integers(0, 3_000))
def test_every_range_of_days_has_its_noons(day: date, length: int) -> None:
    last = min(day + timedelta(days=length), date(9999, 12, 29))
    days = read_arguments(since=day.isoformat(), until=last.isoformat()).days
    noon = timedelta(hours=10)
    for within in (day, last):
        assert datetime(within.year, within.month, within.day, tzinfo=UTC) + noon in days
    after = last + timedelta(days=1)
    assert datetime(after.year, after.month, after.day, tzinfo=UTC) + noon not in days
