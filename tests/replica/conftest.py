"""A small newsroom of the tests' own, and a replica that serves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.process import running_replica

STORY = """
id = "{id}"
topic = "{topic}"
event_day = 2026-03-1{day}

[english]
kind = "news"
published = 2026-03-1{day}T09:0{day}:11Z
modified = 2026-03-1{day}T11:40:09Z
title = "Brackwater: 'a lamp' for harbour no. {day} & <more>"
lead = "The town of Brackwater has put a lamp on its harbour wall number {day}."
source = "Agencies"
country = "Malta"
coverage = "Harbour lamps"
tags = ["harbours", "lamps"]
image_caption = "The lamp by night."
paragraphs = [
  "The lamp of {day} metres was lit on Monday.",
  "Fishermen had asked for harbours with lamps since 1998.",
  "It cost 4 < 5 thousand & no more, said the \\"keeper\\", Ada Quill.",
  "A second lamp will follow in spring.",
]
[[english.posts]]
after = 2
author = "Puerto Brillo"
handle = "@brillo"
language = "es"
text = "Felicidades por la lámpara."
day = 2026-03-12

[arabic]
kind = "news"
published = 2026-03-1{day}T09:1{day}:12Z
title = "بلدة «مرسى النور»: مصباح جديد.. على الرصيف رقم {day}"
lead = "أضاءت بلدة مرسى النور مصباحاً جديداً على الرصيف رقم {day}."
source = "وكالات"
tags = ["مرافئ", "مصابيح"]
coverage = "مصابيح الساحل"
paragraphs = [
  "وأُضيء المصباح مساء الإثنين بحضور الأهالي.",
  "وكان الصيادون قد طالبوا بمصابيح منذ عام 1998.",
  "وبلغت الكلفة أربعة آلاف دينار.",
  "وسيُركَّب مصباح آخر في الربيع.",
]

[spanish]
kind = "opinion"
authors = ["Rosa Clarín"]
published = 2026-03-1{day}T09:2{day}:13Z
title = "Una lámpara en el muelle número {day}: ¿quién la paga?"
lead = "El pueblo de Aguasalobre encendió una lámpara en el muelle número {day}."
tags = ["muelles", "lámparas"]
paragraphs = [
  "La lámpara se encendió el lunes.",
  "Los pescadores la pedían desde 1998.",
  "Costó cuatro mil liras, dijo la guardiana.",
  "La segunda llegará en primavera.",
]
"""
TOPICS = ("politics", "economy", "sports", "culture", "health", "misc", "technology")


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of seven stories, told by all three editions."""
    folder = tmp_path_factory.mktemp("newsroom")
    for day, topic in enumerate(TOPICS):
        text = STORY.format(id=f"lamp-{day}", topic=topic, day=day)
        (folder / f"lamp-{day}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def replica(newsroom: Path) -> Iterator[dict[str, str]]:
    """The replica without faults."""
    with running_replica("--newsroom", newsroom) as addresses:
        yield addresses
