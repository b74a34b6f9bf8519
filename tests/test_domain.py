"""The sizes of closed forms: listed, recognised, compared and told."""

from __future__ import annotations

from itertools import islice, product

import pytest

from recur.answers.judging.exact_values import covers_all_large
from recur.documents.solution import closed_form
from recur.model.domain import Domain, Powers, Progression, Tower
from recur.parsing import parse
from recur.writers.json.answers import PLAIN
from recur.writers.latex import condition
from tests.answers import answer

DOMAINS: list[tuple[Domain, list[int], str]] = [
    (Progression("n", 3), [3, 4, 5], "n ≥ 3"),
    (Progression("n", 3, stressed=True), [3, 4, 5], "every n ≥ 3"),
    (Progression("n", 1, 2), [1, 3, 5], "n = 2j + 1"),
    (Powers("n", 2), [1, 2, 4], "n = 2^j"),
    (Powers("m", 2, 3, -1, 2), [11, 23, 47], "m = 3·2^j − 1, j ≥ 2"),
    (Powers("n", 2, 1, 33, 2), [37, 41, 49], "n = 2^j + 33, j ≥ 2"),
    (Tower("j", 2, 2, index="i"), [2, 4, 16], "j = 2^(2^i)"),
]
each = pytest.mark.parametrize(("domain", "sizes", "text"), DOMAINS, ids=[text for *_, text in DOMAINS])


@each
def test_a_domain_lists_its_sizes_and_knows_them(domain: Domain, sizes: list[int], text: str) -> None:
    assert list(islice(domain.sizes(), 3)) == sizes and domain.first == sizes[0]
    assert [n for n in range(-2, sizes[-1] + 1) if n in domain] == sizes


@each
def test_a_domain_is_told_in_the_words_of_every_notation(domain: Domain, sizes: list[int], text: str) -> None:
    assert str(domain) == text
    assert PLAIN.sentence(domain.told("On {domain} only.")) == f"On {text} only."
    written = condition(domain.told("for {domain}"))
    assert written.isascii() and written.startswith(r" \quad \text{for ")


@each
def test_a_domain_goes_on_from_any_of_its_sizes(domain: Domain, sizes: list[int], text: str) -> None:
    later = domain.since(sizes[0] + 1)
    assert list(islice(later.sizes(), 2)) == sizes[1:]
    assert domain.covers(later) and not later.covers(domain)


def test_a_domain_covers_those_whose_sizes_it_holds() -> None:
    some: list[Domain] = [d for d, *_ in DOMAINS]
    some += [
        Powers("n", 4),
        Powers("n", 4, 2),
        Powers("n", 3),
        Tower("n", 2, 3),
        Tower("n", 4, 2),
    ]
    for one, other in product(some, repeat=2):
        held = all(size in one for size in islice(other.sizes(), 9))
        if not (isinstance(one, Progression) and one.step > 1):  # then it may say no where yes would be true
            assert one.covers(other) == held
        else:
            assert held or not one.covers(other)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("T(n) = 2T(n/2) + n, T(1) = 1", True),
        ("T(n) = 2T(n/2) + n, T(3) = 6", True),
        ("T(n) = 2T(n/2) + n, T(1) = 1, T(3) = 100", False),  # 3·2^j
        ("T(n) = 2T(n/2) + n, T(1) = 0, T(2) = 2, T(4) = 9", True),  # from 4 on
        ("T(n) = 2T(floor(n/2)) + n, T(1) = 1", False),
        ("T(n) = T(n-1) + n, T(0) = 0", True),
        ("T(n) = T(sqrt(n)) + 1, T(2) = 1", True),
        ("T(n) = T(sqrt(n)) + 1, T(2) = 5, T(3) = 1", False),
    ],
)
def test_a_closed_form_on_powers_is_none_for_the_other_sizes_that_have_values(text: str, covered: bool) -> None:
    domain = answer(text).exact_domain
    assert domain is not None and covers_all_large(domain, parse(text).named("T")) == covered


def test_a_solution_has_a_closed_form_and_its_domain_or_neither() -> None:
    found = answer("T(n) = 2T(n/2) + n")
    assert found.exact is None and found.exact_domain is None and closed_form(found) is None
