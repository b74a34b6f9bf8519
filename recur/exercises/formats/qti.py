"""QTI 2.1 as a content package, which Canvas and others import [IMS, QTI Version 2.1; Content Packaging 1.1]."""

import io
from collections.abc import Sequence
from html import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from recur.exercises.exercise import MadeExercise
from recur.exercises.formats.passages import feedback_of, question_html, tex

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes at any time


def render(exercises: Sequence[MadeExercise], title: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for exercise in exercises:
            _put(archive, f"{exercise.id}.xml", _item(exercise))
        _put(archive, "test.xml", _test(exercises, title or "Exercises"))
        _put(archive, "imsmanifest.xml", _manifest(exercises))
    return stream.getvalue()


def _put(archive: ZipFile, name: str, content: str) -> None:
    found = ZipInfo(name, EPOCH)
    found.compress_type = ZIP_DEFLATED
    archive.writestr(found, f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'.encode())


def _schema(space: str, file: str) -> str:
    return f'xmlns="{space}" xmlns:xsi="{INSTANCE}" xsi:schemaLocation="{space} {file}"'


def _item(exercise: MadeExercise) -> str:
    head = (
        f'<assessmentItem {_schema(QTI, f"{QTI}.xsd")} identifier="{exercise.id}" '
        f'title="{escape(exercise.id)}" adaptive="false" timeDependent="false">'
    )
    return f"{head}\n{_choice(exercise) if exercise.choices else _essay(exercise)}\n</assessmentItem>"


def _choice(exercise: MadeExercise) -> str:
    names = [f"choice{i}" for i in range(1, len(exercise.choices) + 1)]
    right = next(name for name, c in zip(names, exercise.choices, strict=True) if c.right)
    choices = "".join(
        f'<simpleChoice identifier="{name}">{tex(c.answer)}'
        f'<feedbackInline outcomeIdentifier="FEEDBACK" identifier="{name}" showHide="show">'
        f"{escape(feedback_of(c))}</feedbackInline></simpleChoice>"
        for name, c in zip(names, exercise.choices, strict=True)
    )
    return (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
        f"<correctResponse><value>{right}</value></correctResponse></responseDeclaration>\n"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
        '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>\n'
        f"<itemBody>{question_html(exercise)}"
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        f"{choices}</choiceInteraction></itemBody>\n"
        '<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/>'
        '<correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf><responseElse>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue>'
        '</responseElse></responseCondition><setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/>'
        "</setOutcomeValue></responseProcessing>"
    )


def _essay(exercise: MadeExercise) -> str:
    """Nothing scores an essay: a person reads it."""
    return (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>\n'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
        f"<itemBody>{question_html(exercise)}"
        '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="15"/></itemBody>'
    )


def _test(exercises: Sequence[MadeExercise], title: str) -> str:
    items = "".join(f'<assessmentItemRef identifier="{e.id}" href="{e.id}.xml"/>' for e in exercises)
    return (
        f'<assessmentTest {_schema(QTI, f"{QTI}.xsd")} identifier="exercises" title="{escape(title)}">'
        '<testPart identifier="part" navigationMode="nonlinear" submissionMode="simultaneous">'
        f'<assessmentSection identifier="section" title="{escape(title)}" visible="true">{items}</assessmentSection>'
        "</testPart></assessmentTest>"
    )


def _manifest(exercises: Sequence[MadeExercise]) -> str:
    items = "".join(
        f'<resource identifier="{e.id}" type="imsqti_item_xmlv2p1" href="{e.id}.xml">'
        f'<file href="{e.id}.xml"/></resource>'
        for e in exercises
    )
    needed = "".join(f'<dependency identifierref="{e.id}"/>' for e in exercises)
    return (
        f'<manifest {_schema(PACKAGE, f"{PACKAGE}.xsd")} identifier="recur">'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata><organizations/>"
        '<resources><resource identifier="test" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>'
        f"{needed}</resource>{items}</resources></manifest>"
    )
