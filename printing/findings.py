"""What is wrong in the data folder, and what to do about it."""

from typing import TYPE_CHECKING

from languages import clean_text
from printing.reports import count_of

if TYPE_CHECKING:
    from index.doctor import Diagnosis


def render_diagnosis(diagnosis: "Diagnosis") -> str:
    """Return a line for every finding, or one that says that all is well."""
    if diagnosis.is_well:
        count = count_of(diagnosis.articles, "article")
        return f"all is well: {count}, all of them indexed, up to change {diagnosis.last_change}"
    findings = diagnosis.findings
    return "\n".join(clean_text(f"{each.problem}: {each.remedy}") for each in findings)
