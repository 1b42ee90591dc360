import pytest

from index import Query, parse_query
from index.tree import All, Word
from stories.across_query import find_named, is_filtered, part_query, spoken


@pytest.mark.parametrize(
    ("text", "said", "conditions"),
    [
        ("grain ports", "grain ports", 0),
        ("grain ports -barley", "grain ports", 1),
        ('"dry spring" harvest date:2024', "dry spring harvest", 1),
        ("title:wheat edition:arabic", "wheat", 1),
        ("wheat OR barley", "wheat barley", 0),
        ("(edition:arabic OR edition:spanish) storm", "storm", 1),
        ("tag:ports kind:news -wheat", "", 3),
        ("محصول القمح", "محصول القمح", 0),
        ("", "", 0),
        ("*", "", 0),
    ],
)
def test_a_query_is_parted(text: str, said: str, conditions: int) -> None:
    parted = part_query(parse_query(text))
    assert (parted.text, len(parted.conditions)) == (said, conditions)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("who is Netta", {"Netta"}),
        ("من هو نتا", {"نتا"}),
        ("las de Netta", {"Netta"}),
        ("who is", {"who", "is"}),
        ("the wheat", {"wheat"}),
    ],
)
def test_small_words_are_not_looked_for_unless_there_are_no_others(
    text: str, words: set[str]
) -> None:
    tree = part_query(parse_query(text)).words
    nodes = [tree] if isinstance(tree, Word) else tree.nodes  # type: ignore[union-attr]
    assert {node.text for node in nodes if isinstance(node, Word)} == words


def test_nothing_said_is_everything() -> None:
    parted = part_query(parse_query("*"))
    assert parted.words == parted.candidates == parted.condition == All()


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("the harvest of wheat", ("en",)),
        ("la cosecha de trigo", ("es",)),
        ("Beirut", ("en", "es")),
        ("حصاد القمح", ("ar",)),
        ("2024", ("en", "ar", "es")),
    ],
)
def test_the_language_of_a_query(text: str, languages: tuple[str, ...]) -> None:
    assert spoken(text) == languages


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Quiroga in Yemen", {"s:krg", "c:YE"}),
        ("كيروغا في اليمن", {"s:krg", "c:YE"}),
        ("quiroga", {"s:krg"}),
        ("640 dockers", {"n:640"}),
        ("the port of Talmara", {"s:tlmr"}),
        ("the harvest of Talmara", {"s:tlmr"}),
        ("", set()),
    ],
)
def test_what_a_query_names(text: str, keys: set[str]) -> None:
    assert keys <= _keys(text)


def test_where_there_are_capitals_other_words_are_no_names() -> None:
    assert "s:rfst" not in _keys("the harvest of Talmara")


def test_a_name_is_one_however_many_ways_there_are_to_read_it() -> None:
    [named] = find_named("Changes")

    assert len(named.keys) > 1


@pytest.mark.parametrize(
    ("text", "guesses"),
    [("quiroga", {"quiroga"}), ("Quiroga", {""}), ("كيروغا", {""}), ("640", {""})],
)
def test_only_small_letters_make_a_name_a_guess(text: str, guesses: set[str]) -> None:
    assert {named.guess for named in find_named(text)} == guesses


def _keys(text: str) -> set[str]:
    return {key for named in find_named(text) for key in named.keys}


@pytest.mark.parametrize(
    ("query", "filtered"),
    [
        (Query(text="wheat"), False),
        (Query(text="wheat", limit=3, offset=2, sort="date"), False),
        (Query(text="wheat -barley"), True),
        (Query(text="wheat", editions=("arabic",)), True),
        (Query(text="wheat", tags=("ports",)), True),
    ],
)
def test_which_queries_leave_articles_out(query: Query, *, filtered: bool) -> None:
    assert is_filtered(query, part_query(parse_query(query.text))) is filtered
