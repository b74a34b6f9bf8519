"""Inside the packages themselves: what nbgrader and otter-grader make of the points and of the assertions."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import recur
from tests.child_processes import PATIENCE

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


#: PrairieLearn's own code over a question folder: its elements first, as it does, then server.py, which it checks.
PRAIRIELEARN = """
import copy, json, pathlib, sys
python, folder, answers = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
sys.path.insert(0, str(python))
from prairielearn.internal.check_data import PROPS, check_data
from prairielearn.internal.question_phases import process
names = ("pl-string-input", "pl-question-panel", "pl-submission-panel", "pl-answer-panel")
elements = {name: {"name": name, "controller": name + ".py", "type": "core"} for name in names}
context = {"elements": elements, "element_extensions": {}, "course_path": "."}
empty = {"object": {}, "number": 0.0, "integer": 1, "boolean": True, "string": "question"}
html, server = (folder / "question.html").read_text(), {}
exec(compile((folder / "server.py").read_text(), "server.py", "exec"), server)
def run(phase, data):
    part = {name: data[name] for name, prop in PROPS.items() if phase in prop["present_phases"] and name in data}
    shown = html
    if phase == "render":
        import chevron
        shown = chevron.render(html, part)
    page, _ = process(phase, part, {"html": shown, **context})
    if phase in server:
        before = copy.deepcopy(part)
        server[phase](part)
        check_data(before, part, phase)
    data.update(part)
    return page
told = []
for answer in answers:
    data = {name: copy.deepcopy(empty[prop["type"]]) for name, prop in PROPS.items() if name != "extensions"}
    data["options"] = {"course_element_files_url": "/", "course_element_extension_files_url": "/"}
    run("generate", data)
    run("prepare", data)
    for field in ("raw_submitted_answers", "submitted_answers"):
        data[field] = {} if answer is None else {"answer": answer}
    run("parse", data)
    if not data["format_errors"]:
        run("grade", data)
    pages = []
    for data["panel"] in ("question", "submission", "answer"):
        pages.append(run("render", data))
    told.append([data["format_errors"], data["score"] if data["partial_scores"] else None, pages])
print(json.dumps(told))
"""


def test_prairielearn_itself_grades_a_question_and_shows_why(recur: Callable[..., Any], tmp_path: Path) -> None:
    checkout = os.environ.get("RECUR_PRAIRIELEARN")
    if checkout is None:
        pytest.skip("NOT TESTED: RECUR_PRAIRIELEARN names no apps/prairielearn of PrairieLearn's sources")
    for package in ("chevron", "lxml", "pint"):
        pytest.importorskip(package, reason=f"NOT TESTED: PrairieLearn needs {package}")
    made = recur("exercise", "--topic", "trees", "--count", "1", "--format", "prairielearn", "-o", "questions")
    assert made.returncode == 0
    (folder,) = (tmp_path / "questions").iterdir()
    key = "n log n" if "n log n" in (folder / "question.html").read_text(encoding="utf-8") else "n^2"
    answers = json.dumps([f"Θ({key})", "O(2^n)", "Θ(1)", "n log(", "", None, "<b>x</b>", "{{x}}"])
    words = [sys.executable, "-c", PRAIRIELEARN, str(Path(checkout) / "python"), str(folder), answers]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert [score for _, score, _ in told] == [1, 0, 0, None, None, None, None, None]
    assert "A bracket is not closed" in told[3][0]["answer"] and "blank" in told[4][0]["answer"]
    assert "Too small" in told[2][2][1] and "<b>x</b>" not in told[6][2][1]
