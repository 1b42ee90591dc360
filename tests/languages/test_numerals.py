import pytest
from hypothesis import given

from languages import analyse, fold_digits
from tests.languages.strategies import any_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("في ٢٠ شباط 2024", "في 20 شباط 2024"),
        ("９", "9"),
        ("x² ½ Ⅷ", "x² ½ Ⅷ"),
    ],
)
def test_decimal_digits_become_ascii(text: str, folded: str) -> None:
    assert fold_digits(text) == folded


@given(any_text)
def test_folding_digits_keeps_offsets(text: str) -> None:
    folded = fold_digits(text)
    assert len(folded) == len(text)
    assert fold_digits(folded) == folded


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,500", ["1500"]),
        ("1\u200f,\u200e5\u200b00", ["1500"]),
        ("1\u200f.2.20\u200b24", ["1", "2", "2024"]),
        ("1.500", ["1500"]),
        ("١٬٥٠٠", ["1500"]),
        ("1.500.000", ["1500000"]),
        ("1,500.75", ["1500.75"]),
        ("1.500,75", ["1500.75"]),
        ("١٬٥٠٠٫٧٥", ["1500.75"]),
        ("2.5", ["2.5"]),
        ("2,5", ["2.5"]),
        ("٢٫٥", ["2.5"]),
        ("٢٫٥٠٠", ["2.500"]),
        ("0.500", ["0.500"]),
        ("2.5 ≠ 25", ["2.5", "25"]),
        ("2.50%", ["2.50"]),
        ("1.2.2024", ["1", "2", "2024"]),
        ("192.168.10.1", ["192", "168", "10", "1"]),
        ("1,5,6", ["1", "5", "6"]),
        ("1,500,20", ["1", "500", "20"]),
        ("10.000,", ["10000"]),
        ("007", ["007"]),
        ("3-0", ["3", "0"]),
        ("20:15", ["20", "15"]),
        ("5G", ["5g"]),
        ("2.5m", ["2.5", "m"]),
        ("٤٥م", ["45", "م"]),
        ("1990s", ["1990s"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_numbers_are_the_same_in_every_language(
    text: str,
    values: list[str],
    language: str,
) -> None:
    assert [token.exact for token in analyse(text, language)] == values
