"""The newsroom's files are whole, and their gold says what the texts say."""

import re
from collections import Counter
from datetime import UTC, timedelta

import pytest

from replica.stories import EDITIONS, NEWSROOM, TOPICS, Story, Telling, read_story

PATHS = sorted(NEWSROOM.glob("*.toml"))
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SCRIPT = {"english": r"[a-zA-Z]", "arabic": r"[\u0621-\u064a]", "spanish": r"[a-zA-Záéíóúñü]"}


def numbers(telling: Telling) -> set[str]:
    """Return the values written in digits in a telling, thousands joined, '.' for decimals."""
    text = telling.text.translate(DIGITS)
    if telling.edition == "spanish":
        text = text.translate(str.maketrans(".,", ",."))
    return {re.sub(r",(?=\d{3})", "", found).rstrip(".") for found in NUMBER.findall(text)}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def story(request: pytest.FixtureRequest) -> Story:
    return read_story(request.param)


def test_a_story_is_named_like_its_file(story: Story) -> None:
    assert (NEWSROOM / f"{story.id}.toml").exists()
    assert story.topic in TOPICS
    assert story.tellings


def test_each_telling_is_a_whole_article(story: Story) -> None:
    for telling in story.tellings.values():
        words = len(" ".join((telling.lead, *telling.paragraphs)).split())
        assert 120 <= words <= 400, (telling.edition, words)
        assert len(telling.paragraphs) >= 4
        assert telling.title and telling.lead and telling.tags
        letters = "".join(telling.paragraphs)
        own = len(re.findall(SCRIPT[telling.edition], letters))
        assert own > 0.7 * len(re.sub(r"[\W\d_]", "", letters)), telling.edition


def test_times_are_utc_and_hours_apart(story: Story) -> None:
    times = [telling.published for telling in story.tellings.values()]
    assert all(time.tzinfo is not None and time.utcoffset() == timedelta(0) for time in times)
    assert max(times) - min(times) <= timedelta(hours=30)
    assert len(set(times)) == len(times)
    for telling in story.tellings.values():
        assert telling.modified >= telling.published
        assert abs(telling.published.astimezone(UTC).date() - story.event_day) <= timedelta(days=2)


def test_sentences_of_one_edition_stand_in_it(story: Story) -> None:
    for telling in story.tellings.values():
        for sentence in telling.only_here:
            assert any(sentence in part for part in (telling.lead, *telling.paragraphs)), sentence
    if len(story.tellings) > 1:
        assert any(telling.only_here for telling in story.tellings.values())


def test_numbers_of_one_edition_stand_in_no_other(story: Story) -> None:
    found = {name: numbers(telling) for name, telling in story.tellings.items()}
    for name, telling in story.tellings.items():
        others = set().union(*(found[other] for other in found if other != name))
        for value in telling.numbers_only_here:
            if float(value) > 12:  # smaller ones may be written as words
                assert value in found[name], (name, value)
            assert value not in others, (name, value)


def test_conflicts_are_told(story: Story) -> None:
    for conflict in story.conflicts:
        values = {name: conflict[name] for name in EDITIONS if name in conflict}
        assert len(set(values.values())) > 1, conflict
        for name, value in values.items():
            assert float(value) <= 12 or value in numbers(story.tellings[name]), (name, value)


def test_posts_follow_a_paragraph(story: Story) -> None:
    for telling in story.tellings.values():
        for post in telling.posts:
            assert 1 <= post.after <= len(telling.paragraphs)
            assert post.text and post.handle.startswith("@")


def test_the_newsroom_has_the_shape_it_promises() -> None:
    stories = [read_story(path) for path in PATHS]
    assert len(stories) >= 40
    carried = Counter(len(story.tellings) for story in stories)
    assert 0.4 <= carried[3] / len(stories) <= 0.6
    assert 0.15 <= carried[2] / len(stories) <= 0.35
    assert 0.15 <= carried[1] / len(stories) <= 0.35
    groups = Counter(story.look_alike for story in stories if story.look_alike)
    assert sum(count for count in groups.values() if count > 1) >= 8
    titles = [telling.title for story in stories for telling in story.tellings.values()]
    assert len(set(titles)) == len(titles)
