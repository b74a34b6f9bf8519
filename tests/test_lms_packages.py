"""Inside the packages themselves: what nbgrader and otter-grader make of the points and of the assertions."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

import recur

pytestmark = pytest.mark.filterwarnings("ignore")
MERGE = "T(n) = 2T(n/2) + n"
OTTER = """OK_FORMAT = False
from otter.test_files import test_case
name, points = "q1", 2
@test_case(points=2)
def test_bound(answer):
    import recur
    recur.check("T(n) = 2T(n/2) + n", answer).assert_correct()
"""


def outcome(answer: str) -> dict[str, Any]:
    """What a cell shows that ends in the points."""
    from nbformat.v4 import new_output

    try:
        points = recur.nbgrader_points(MERGE, answer, 4)
    except AssertionError as error:
        return dict(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[]))
    return dict(new_output("execute_result", {"text/plain": repr(points)}, execution_count=1))


@pytest.mark.parametrize(("answer", "points"), [("n log n", 4), ("O(n^2)", 2), ("n^2", 0), ("n log(", 0)])
def test_nbgrader_gives_the_points_and_a_cell_that_cannot_be_read_shows_why(answer: str, points: int) -> None:
    utils = pytest.importorskip("nbgrader.utils", reason="nbgrader is not installed")
    from nbformat import from_dict

    graded = {"grade": True, "solution": False, "points": 4, "grade_id": "q1", "schema_version": 3}
    cell = from_dict({
        "cell_type": "code", "source": "", "metadata": {"nbgrader": graded}, "outputs": [outcome(answer)],
    })  # fmt: skip
    assert utils.determine_grade(cell) == (points, 4)
    assert ("A person has to look" in str(cell.outputs[0])) == (answer == "n log(")


@pytest.mark.parametrize(("answer", "score"), [("n log n", 4), ("n^2", 0), ("n log(", None)])
def test_nbgrader_leaves_the_score_open_where_the_answer_cannot_be_read(
    answer: str, score: int | None, tmp_path: Path
) -> None:
    api = pytest.importorskip("nbgrader.apps", reason="nbgrader is not installed")
    from nbformat import v4, write

    marks = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    points = f"import recur\nrecur.nbgrader_points({MERGE!r}, answer, 4)"
    cells = [
        v4.new_code_cell(f"answer = {answer!r}", metadata={"nbgrader": {**marks, "solution": True, "grade_id": "a"}}),
        v4.new_code_cell(
            points, metadata={"nbgrader": {**marks, "grade": True, "locked": True, "grade_id": "q", "points": 4}}
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for folder in ("source", "submitted/ada"):
        place = tmp_path / folder / "hw"
        place.mkdir(parents=True)
        write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), place / "sheet.ipynb")
    settings = importlib.import_module("traitlets.config").Config()
    settings.CourseDirectory.root = str(tmp_path)
    settings.ClearSolutions.enforce_metadata = False
    settings.Autograde.autograde_preprocessors.append("recur.nbgrader_by_hand")
    course = api.NbGraderAPI(config=settings)
    assert course.generate_assignment("hw")["success"] and course.autograde("hw", "ada")["success"]
    with course.gradebook as gradebook:
        grade = gradebook.find_grade("q", "sheet", "hw", "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (score, score is None)


@pytest.mark.parametrize(("answer", "score"), [("n log n", 2), ("n^2", 0), ("n log(", 0)])
def test_otter_scores_an_assertion_and_tells_the_student_why(answer: str, score: int, tmp_path: Path) -> None:
    otter = pytest.importorskip("otter.test_files", reason="otter-grader is not installed")
    file = tmp_path / "q1.py"
    file.write_text(OTTER, encoding="utf-8")
    found = otter.ExceptionTestFile.from_file(str(file))
    found.run({"answer": answer})
    said = found.test_case_results[0].message or ""
    assert found.score == score
    assert answer != "n^2" or "wrong" in said
    assert answer != "n log(" or "a bracket is not closed" in said
