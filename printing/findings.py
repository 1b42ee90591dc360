"""What is wrong in the data folder, and what to do about it."""

from typing import TYPE_CHECKING

from languages import clean_text
from printing.reports import count_of

if TYPE_CHECKING:
    from index.doctor import Diagnosis


def render_diagnosis(diagnosis: "Diagnosis") -> str:
    """Return a line for every finding, or one that says that all is well; then the hints."""
    lines = [f"{each.problem}: {each.remedy}" for each in diagnosis.findings]
    if diagnosis.is_well:
        count = count_of(diagnosis.articles, "article")
        change = diagnosis.last_change
        lines = [f"all is well: {count}, all of them indexed, up to change {change}"]
    lines += [f"hint: {each.problem}: {each.remedy}" for each in diagnosis.hints]
    return "\n".join(map(clean_text, lines))
