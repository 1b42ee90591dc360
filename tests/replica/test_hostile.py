"""The hostile site lists each of its cases once, between its own pages."""

from collections import Counter

from replica.hostile import LISTED, OWN, PAGES, PREFIX, locations

ORIGIN = "https://english.almayadeen.net"


def test_every_case_is_in_the_sitemap_of_one_month() -> None:
    listed = Counter(each for month in range(1, 13) for each in locations(month, ORIGIN))
    assert set(listed.values()) == {1}
    assert {f"{ORIGIN}{PREFIX}{name}" for name in PAGES} < listed.keys()
    assert len(listed) == len(PAGES) + len(LISTED) + len(OWN)
    assert not any("{" in each for each in listed)
