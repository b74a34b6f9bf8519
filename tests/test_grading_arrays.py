"""A class as an array of JSON, or as a table in Markdown: what is no student is none."""

import json
from pathlib import Path

import pytest

from recur.answers.grading.answer_files import read_answers
from recur.answers.grading.submissions import InvalidAssignment

OBJECTS = [
    {"student": "Ann", "recurrence": "T(n) = T(n-1) + 1", "answer": "Theta(n)"},
    {"student": "Bo", "recurrence": "T(n) = T(n-1) + 1", "answer": None},
]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", ["class.json", "class.jsonl", "class"])
def test_an_array_of_objects_is_a_table(tmp_path: Path, indent: int | None, name: str) -> None:
    file = tmp_path / name
    file.write_text(json.dumps(OBJECTS, indent=indent), "utf-8")
    found = read_answers(file)
    assert (found[0].answer, found[0].problem) == ("Theta(n)", None)
    assert [s.student for s in found] == ["Ann", "Bo"]
    assert found[1].where == f"{name} line {1 if indent is None else 7}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "is empty"),
        ('[{"student": "Ann", "answer": 1}, 4]', "line 1: an item of this array is no object"),
        ('[{"student": "Ann",\n"answer"', "line 1: this array cannot be read: Expecting"),
        ("[" + '{"a": ' * 100_000, "it is nested too deeply"),
        ('[{"student": "Ann", "answer": 1}]', "no column for recurrence"),
        ("[{}]", "is empty"),
        ('[{"student": "Ann"}]\n[{"student": "Bo"}]', "line 1: something stands behind this array"),
    ],
)
def test_an_array_that_is_no_class_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "class.json"
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidAssignment, match=told):
        read_answers(file)


def test_numbers_in_an_array_stay_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "class.json"
    answers = ["9" * 5000, "1e400", "0.10"]
    rows = (f'{{"student": "s", "recurrence": "T(n) = T(n-1)", "answer": {answer}}}' for answer in answers)
    file.write_text(f"[{', '.join(rows)}]", "utf-8")
    assert [s.answer for s in read_answers(file)] == answers


RULES = ["|---|---|---|", "| :-- | :---: | --: |", "---|---|---", "|-|:-:|-|", "|---+---+---|", "\n---+---+---"]


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_below_a_heading_in_markdown_is_no_student(tmp_path: Path, rule: str) -> None:
    file = tmp_path / "class.psv"
    file.write_text(
        f"| student | recurrence | answer |\n{rule}\n| Ann | T(n) = T(n-1) + 1 | --- |\n| Bo | T(n) = T(n-1) | 1 |\n",
        "utf-8",
    )
    assert [(s.student, s.answer) for s in read_answers(file)] == [("Ann", "---"), ("Bo", "1")]


@pytest.mark.parametrize("name", ["class.csv", "class.psv"])
def test_a_row_of_dashes_elsewhere_is_an_answer(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    rows = "student,recurrence,answer\nAnn,T(n) = T(n-1),1\n--,--,--\n"
    file.write_text(rows.replace(",", "|") if name.endswith("psv") else rows, "utf-8")
    assert [s.student for s in read_answers(file)] == ["Ann", "--"]
