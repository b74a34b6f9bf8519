"""Exercises that are made: the key is right and no other choice is, none comes twice, each format is what it says."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from recur.answers.grading.assignment_file import parse_assignment
from recur.answers.grading.judgements import Judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.documents.exercises import document
from recur.exercises.distractors import wrong_bounds
from recur.exercises.exercise import PROOF, AnswerChoice, MadeExercise
from recur.exercises.formats import FORMATS, written_as
from recur.exercises.looks import GROWTHS, LOOKS, tails, telling_cues
from recur.exercises.making import Wanted, attempted, made, named_topics
from recur.exercises.sameness import alike, identity, skeleton
from recur.exercises.topics import TOPICS, Draft
from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.writers import latex, markdown, text

COUNT = 12


@pytest.fixture(scope="module")
def exercises() -> dict[str, list[MadeExercise]]:
    return {topic: list(made(Wanted((topic,), COUNT, "5"))) for topic in TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_key_is_right_and_no_other_choice_is(topic: str, exercises: dict[str, list[MadeExercise]]) -> None:
    judge = Judge(None)
    for exercise in exercises[topic]:
        task = (exercise.recurrence, "", exercise.answer)
        assert judge.judge(task).verdict is Standing.CORRECT, exercise.recurrence
        for choice in exercise.choices:
            verdict = judge.judge((exercise.recurrence, "", choice.written)).verdict
            assert (verdict is Standing.CORRECT) == choice.right, (exercise.recurrence, choice.written)
            assert choice.right or (choice.tag and choice.feedback)


@pytest.mark.parametrize("topic", TOPICS)
def test_one_choice_is_right_and_no_two_are_alike(topic: str, exercises: dict[str, list[MadeExercise]]) -> None:
    for exercise in exercises[topic]:
        written = [choice.written for choice in exercise.choices]
        assert len(set(written)) == len(written)
        assert exercise.kind == PROOF or [c.written for c in exercise.choices if c.right] == [exercise.answer]
        assert 1 <= exercise.difficulty <= 5
        assert exercise.kind != PROOF or (exercise.proof is not None and exercise.proof.proved)


def test_no_exercise_comes_twice_and_a_seed_gives_the_same(exercises: dict[str, list[MadeExercise]]) -> None:
    for topic, found in exercises.items():
        asked = [(e.recurrence.replace(e.recurrence[0], "T"), e.program, e.asked) for e in found]
        assert len(set(asked)) == COUNT
        again = list(made(Wanted((topic,), 3, "5")))
        assert [(e.recurrence, e.program, e.choices) for e in again] == [
            (e.recurrence, e.program, e.choices) for e in found[:3]
        ]
        other = next(made(Wanted((topic,), 1, "6")))
        assert (other.recurrence, other.program, other.asked) != (found[0].recurrence, found[0].program, found[0].asked)


def test_a_difficulty_is_kept_to_and_one_that_there_is_not_is_said() -> None:
    for topic, difficulty in (("unrolling", 1), ("master", 2), ("logarithms", 3), ("logarithms", 4), ("general", 5)):
        assert {e.difficulty for e in made(Wanted((topic,), 3, "1", difficulty))} == {difficulty}
    with pytest.raises(InvalidRecurrence, match="difficulty 5"):
        list(made(Wanted(("unrolling",), 1, "1", 5)))
    with pytest.raises(InvalidRecurrence, match="no topic knots"):
        named_topics(["knots"])


@pytest.fixture(scope="module")
def mixed() -> list[MadeExercise]:
    return list(made(Wanted(tuple(TOPICS), len(TOPICS), "3")))


#: What stands in an element of Moodle XML, how often at least and at most [Moodle, Moodle XML format].
TEXT = {"text": (1, 1)}
OF_ALL = {
    "name": (1, 1), "questiontext": (1, 1), "generalfeedback": (0, 1), "defaultgrade": (0, 1), "penalty": (0, 1),
    "hidden": (0, 1), "hint": (0, 9), "tags": (0, 1),
}  # fmt: skip
MOODLE = {
    "category": {"category": (1, 1)},
    "multichoice": {
        **OF_ALL, "single": (1, 1), "shuffleanswers": (1, 1), "answernumbering": (1, 1), "answer": (2, 99),
    },
    "essay": {
        **OF_ALL, "responseformat": (1, 1), "responserequired": (0, 1), "responsefieldlines": (0, 1),
        "attachments": (0, 1), "graderinfo": (0, 1),
    },
    "name": TEXT, "questiontext": TEXT, "generalfeedback": TEXT, "graderinfo": TEXT, "hint": TEXT, "feedback": TEXT,
    "tag": TEXT, "tags": {"tag": (1, 99)}, "answer": {"text": (1, 1), "feedback": (0, 1)},
}  # fmt: skip
VALUES = {
    "single": r"true|false", "shuffleanswers": r"true|false|0|1", "answernumbering": r"none|abc|ABCD|123|iii|IIII",
    "defaultgrade": r"\d+(\.\d+)?", "penalty": r"0|1|0\.\d+", "hidden": r"0|1", "responserequired": r"0|1",
    "responseformat": r"editor|editorfilepicker|plain|monospaced|noinline", "responsefieldlines": r"\d+",
    "attachments": r"-1|\d+",
}  # fmt: skip


def assert_structured(element: ElementTree.Element, kind: str) -> None:
    """Every child is one that the element may have, so often, and every value one that it may be."""
    for name, (least, most) in MOODLE[kind].items():
        assert least <= len(element.findall(name)) <= most, (kind, name)
    for child in element:
        assert child.tag in MOODLE[kind], (kind, child.tag)
        assert child.get("format", "html") == "html" and set(child.attrib) <= {"format", "fraction"}
        if child.tag in VALUES:
            assert re.fullmatch(VALUES[child.tag], child.text or ""), child.tag
        elif child.tag in MOODLE and child.tag != kind:
            assert_structured(child, child.tag)


def test_moodle_gets_questions_of_its_kinds_with_one_right_answer(mixed: list[MadeExercise]) -> None:
    quiz = ElementTree.fromstring(written_as("moodle", mixed, 'a<b>&"c"/../d'))
    assert quiz.tag == "quiz" and {question.tag for question in quiz} == {"question"}
    category, *questions = quiz
    assert category.findtext("category/text") == '$course$/top/a<b>&"c"//..//d'
    assert [q.get("type") for q in questions] == ["essay" if e.kind == PROOF else "multichoice" for e in mixed]
    for question in quiz:
        assert_structured(question, question.get("type") or "")
    for question in questions:
        fractions = sorted(answer.get("fraction") or "" for answer in question.findall("answer"))
        assert question.get("type") == "essay" or fractions.count("100") == 1
        assert set(fractions) <= {"0", "100"}
        assert all(answer.findtext("feedback/text") for answer in question.findall("answer"))
        ElementTree.fromstring(f"<div>{question.findtext('questiontext/text')}</div>")


def test_qti_is_a_package_of_items_that_its_manifest_names(mixed: list[MadeExercise]) -> None:
    content = written_as("qti", mixed, "a<b>")
    assert isinstance(content, bytes) and content == written_as("qti", mixed, "a<b>")
    space = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
    with ZipFile(io.BytesIO(content)) as archive:
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        files = {file.get("href") for file in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}file")}
        assert files | {"imsmanifest.xml"} == set(archive.namelist())
        for exercise in mixed:
            item = ElementTree.fromstring(archive.read(f"{exercise.id}.xml"))
            names = [choice.get("identifier") for choice in item.iter(f"{space}simpleChoice")]
            right = [value.text for value in item.iter(f"{space}value")]
            wanted = [f"choice{n}" for n, choice in enumerate(exercise.choices, 1) if choice.right]
            assert right == wanted and set(right) <= set(names)


def test_gift_escapes_its_own_signs(mixed: list[MadeExercise]) -> None:
    content = written_as("gift", mixed, "")
    assert isinstance(content, bytes)
    blocks = content.decode().strip().split("\n\n")
    assert len(blocks) == len(mixed)
    for block, exercise in zip(blocks, mixed, strict=True):
        bare = re.sub(r"\\.", "", block)
        assert bare.count("{") == bare.count("}") == 1
        assert bare.count("=") == (0 if exercise.kind == PROOF else 1)
        assert bare.count("~") == max(0, len(exercise.choices) - 1)


def test_an_assignment_holds_what_can_be_graded(mixed: list[MadeExercise]) -> None:
    content = written_as("toml", mixed, "Exam")
    assert isinstance(content, bytes)
    graded = parse_assignment(content.decode()).exercises
    assert [e.id for e in graded] == [e.id for e in mixed if e.kind != PROOF]
    assert tomllib.loads(content.decode())["title"] == "Exam"


def test_prairielearn_gets_a_folder_a_question_that_asks_recur(mixed: list[MadeExercise]) -> None:
    files = written_as("prairielearn", mixed, "")
    assert isinstance(files, dict)
    for exercise in mixed:
        info = json.loads(files[f"{exercise.id}/info.json"])
        assert info["type"] == "v3" and (info.get("gradingMethod") == "Manual") == (exercise.kind == PROOF)
        if exercise.kind == PROOF:
            continue
        server: dict[str, Any] = {}
        exec(compile(files[f"{exercise.id}/server.py"], "server.py", "exec"), server)
        data: dict[str, Any] = {
            "submitted_answers": {"answer": exercise.answer},
            "format_errors": {},
            "partial_scores": {},
        }
        server["parse"](data)
        server["grade"](data)
        assert data["score"] == 1 and not data["format_errors"]
        if isinstance(exercise.key, ex.Asymptotic):  # true, and no answer to what is asked
            data["submitted_answers"]["answer"] = exercise.answer.replace("Θ", "O", 1)
            server["grade"](data)
            assert data["score"] == 0.5 and "asks for a tight bound, Θ" in data["partial_scores"]["answer"]["feedback"]
        data["submitted_answers"]["answer"] = "n log("
        server["parse"](data)
        assert "A bracket is not closed" in data["format_errors"]["answer"]
        blank = {"submitted_answers": {"answer": None}, "format_errors": {"answer": "left blank"}}
        server["parse"](blank)
        assert blank["format_errors"] == {"answer": "left blank"}


def test_json_has_the_key_and_what_each_choice_is(mixed: list[MadeExercise]) -> None:
    content = written_as("json", mixed, "")
    assert isinstance(content, bytes)
    for told, exercise in zip(json.loads(content)["exercises"], mixed, strict=True):
        assert told["key"] == exercise.answer and told["recurrence"] == exercise.recurrence
        assert [c["right"] for c in told["choices"]] == [c.right for c in exercise.choices]


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "proofs"])
def test_no_look_finds_the_key(topic: str) -> None:
    """In 25 exercises of one kind a look may be right in four of ten; it was in two of three."""
    asked = [each.choices for each in made(Wanted((topic,), 25, "looks"))]
    for name, look in LOOKS.items():
        told = [(choices, at) for choices in asked if (at := look(choices)) is not None]
        right = sum(choices[at].right for choices, at in told)
        assert 100 * right <= 45 * len(asked) and (len(told) < 21 or 2 * right < len(told)), name


def test_no_look_rules_the_key_out() -> None:
    """The longest choice was right in one of twenty, the one of the fastest growth too; by chance in two of nine."""
    asked = [each.choices for each in made(Wanted(named_topics([]), 90, "looks")) if each.choices]
    for name in ("the longest choice", *GROWTHS):
        told = [(choices, at) for choices in asked if (at := LOOKS[name](choices)) is not None]
        right = sum(choices[at].right for choices, at in told)
        assert len(told) < 30 or 3 * right >= sum(1 / len(choices) for choices, _ in told), name


def test_a_topic_has_hundreds_of_programs_that_differ() -> None:
    """144 were all, and an exam of 2,000 exercises on every topic was not to be had."""
    drawn = {re.sub(r"[A-Z-]{3,}", "F", TOPICS["programs"](Random(at)).program) for at in range(2_000)}
    assert len(drawn) > 400


def test_a_second_mistake_is_told_and_is_no_right_answer() -> None:
    (found,) = exam("T(n) = 2T(n/2) + n")
    judge, wrong = Judge(None), list(wrong_bounds(Question(found.recurrence, found.system, (found.solution,))))
    assert any(each.is_compound for each in wrong) and len({each.written for each in wrong}) == len(wrong)
    assert "Θ(n log² n)" in [each.written for each in wrong]
    assert all(judge.judge((found.recurrence, "", each.written)).verdict is not Standing.CORRECT for each in wrong)


def exam(*recurrences: str) -> list[MadeExercise]:
    found = [attempted("master", Draft(each, "Give a bound."), Random(1)) for each in recurrences]
    return [each for each in found if each is not None]


def test_exams_that_are_alike_are_told(mixed: list[MadeExercise]) -> None:
    told = alike({"ada": mixed, "bob": mixed[:1], "cleo": list(made(Wanted(("master",), 1, "99")))})
    assert "exercise 1 is the same for ada, bob" in told
    assert alike({"ada": [mixed[0]]}) == []


def test_two_exercises_are_the_same_whatever_their_names_and_variants_whatever_their_numbers() -> None:
    one, renamed, other, apart = exam(
        "T(n) = 4T(n/2) + 3n", "S(m) = 4S(m/2) + 3m", "R(n) = 9R(n/3) + 5n", "T(n) = T(n-1) + n"
    )
    assert identity(one) == identity(renamed) != identity(other)
    assert skeleton(one) == skeleton(other) != skeleton(apart)
    assert alike({"ada": [one], "bob": [renamed]}) == ["exercise 1 is the same for ada, bob"]
    same = "exercise 1 has the same answer, Θ(n²), for ada, bob"
    assert alike({"ada": [one], "bob": [other]}) == [f"{same}; only numbers differ (1 answer for 2 students)"]
    assert alike({"ada": [one], "bob": [apart]}) == [f"{same} (1 answer for 2 students)"]


def test_a_cue_that_finds_the_right_choice_is_told_and_chance_is_not(mixed: list[MadeExercise]) -> None:
    n, long = ex.Symbol("n"), ex.add(ex.Symbol("n"), ex.number(1), ex.Symbol("m"))

    def choices(right: int, *answers: Expr) -> list[AnswerChoice]:
        return [AnswerChoice(each, at == right) for at, each in enumerate(answers)]

    longest = [choices(at % 3, *(long if at % 3 == place else n for place in range(3))) for at in range(12)]
    assert next(telling_cues(longest)) == "the longest choice is right in 12 of 12: it can be chosen by its looks"
    never = [choices((at + 1 + at // 3 % 2) % 3, *(long if at % 3 == p else n for p in range(3))) for at in range(60)]
    assert "the longest choice is right in 0 of 60: it can be ruled out by its looks" in list(telling_cues(never))
    assert list(telling_cues([choices(at % 3, n, n, n) for at in range(60)])) == []
    assert tails([3] * 4, 0) == (Fraction(16, 81), 1)


Recur = Callable[..., Any]


@pytest.mark.parametrize("name", ["e.tex", "e.md", "e.html", "e.json", "e.toml", "e.xml", "e.gift", "e.zip", "e.txt"])
def test_a_file_ending_chooses_the_format(name: str, recur: Recur, tmp_path: Path) -> None:
    done = recur("exercise", "--topic", "master", "--count", "2", "-o", name)
    assert done.returncode == 0 and (tmp_path / name).stat().st_size > 100


def test_everybody_has_an_exam_of_their_own_and_no_name_is_a_path(recur: Recur, tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text("student\nada\n../evil\n=1+1\ncon\n-rf\n", encoding="utf-8")
    words = [
        "--topic",
        "logarithms",
        "--count",
        "2",
        "--per-student",
        "class.csv",
        "-o",
        "exams",
        "--format",
        "markdown",
    ]
    done = recur("exercise", *words)
    assert done.returncode == 0 and "wrote 5 exams" in done.stderr
    files = sorted(path.name for path in (tmp_path / "exams").iterdir())
    assert files == ["_-rf.md", "_1_1.md", "_con.md", "_evil.md", "ada.md"]
    assert len({(tmp_path / "exams" / name).read_text(encoding="utf-8").split("##")[1] for name in files}) == 5
    assert not list(tmp_path.parent.glob("evil*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--topic", "knots"], "the topics are master"),
        (["-o", "e.docx"], "ends in"),
        (["--format", "prairielearn"], "give -o FOLDER"),
        (["--format", "qti"], "give -o quiz.zip"),
        (["--count", "0"], "--count"),
    ],
)
def test_what_is_meant_otherwise_is_told(words: list[str], said: str, recur: Recur) -> None:
    done = recur("exercise", *words)
    assert done.returncode == 2 and said in " ".join(done.stderr.split())


def test_every_format_has_a_file(recur: Recur) -> None:
    folder = Path(__file__).resolve().parent.parent / "recur" / "exercises" / "formats"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "passages"} == set(FORMATS)


def test_the_letter_of_a_choice_stands_in_place_of_its_bullet(mixed: list[MadeExercise]) -> None:
    paper = document(mixed)
    typeset, plain = latex.render(paper), text.render(paper)
    assert r"\item[(A)] " in typeset and r"\item {}(A)" not in typeset
    assert "\n(A) " in plain and "- (A)" not in plain and "\n- (A) " in markdown.render(paper)
