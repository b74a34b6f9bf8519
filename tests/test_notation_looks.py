"""How formulas look in a terminal, in ASCII and in LaTeX: the ways a textbook prints them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.model.expressions import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Apply,
    Asymptotic,
    Call,
    Constant,
    Expr,
    Log,
    N,
    Number,
    Power,
    Range,
    Relation,
    Symbol,
    add,
    divide,
    log,
    mul,
    negate,
    number,
    power,
    sqrt,
    subtract,
)
from recur.notation import latex, text
from recur.notation.boxes import ascii_name, latex_name, unicode_name

LOG, LOGLOG = log(N), log(log(N))
HALF_N, N_LOG_N = divide(N, TWO), mul(N, LOG)
LOG_2_3 = Log(number(3), TWO)
K, P = Symbol("k"), Symbol("p")


def t(argument: Expr) -> Expr:
    return Call("T", (argument,))


#: formula, in a terminal, in ASCII, in LaTeX
LOOKS = [
    (add(mul(TWO, t(HALF_N)), divide(N, LOG)),
     "2·T(n/2) + n/log n", "2T(n/2) + n/log n", r"2T(n/2) + \frac{n}{\log n}"),
    (mul(LOG, N), "n log n", "n log n", r"n \log n"),
    (mul(LOG, LOGLOG), "log n · log log n", "log n * log log n", r"\log n \cdot \log \log n"),
    (divide(N_LOG_N, LOGLOG), "n log n / log log n", "n log n / log log n", r"\frac{n \log n}{\log \log n}"),
    (divide(N, mul(LOG, LOGLOG)),
     "n/(log n · log log n)", "n/(log n * log log n)", r"\frac{n}{\log n \cdot \log \log n}"),
    (power(N, LOG_2_3), "n^(log₂ 3)", "n^(log_2 3)", r"n^{\log_2 3}"),
    (power(N, Log(Constant("phi"), TWO)), "n^(log₂ φ)", "n^(log_2 phi)", r"n^{\log_2 \varphi}"),
    (power(LOG, TWO), "log² n", "log^2 n", r"\log^2 n"),
    (power(LOG, add(P, ONE)), "log^(p+1) n", "log^(p+1) n", r"\log^{p + 1} n"),
    (power(Log(N, TWO), TWO), "(log₂ n)²", "(log_2 n)^2", r"\log_2^2 n"),
    (power(LOGLOG, TWO), "(log log n)²", "(log log n)^2", r"(\log \log n)^2"),
    (sqrt(N), "√n", "sqrt(n)", r"\sqrt{n}"),
    (mul(number(3), sqrt(LOG)), "3√(log n)", "3*sqrt(log n)", r"3\sqrt{\log n}"),
    (power(N, MINUS_ONE), "1/n", "1/n", r"\frac{1}{n}"),
    (power(N, Number(Fraction(51, 100), True)), "n^0.51", "n^0.51", "n^{0.51}"),
    (power(N, number("3/2")), "n^(3/2)", "n^(3/2)", "n^{3/2}"),
    (power(N, number(10)), "n¹⁰", "n^10", "n^{10}"),
    (mul(number("3/2"), N), "3n/2", "3n/2", r"\frac{3n}{2}"),
    (mul(number("1/2"), t(HALF_N)), "(1/2)·T(n/2)", "(1/2)T(n/2)", r"\frac{1}{2} T(n/2)"),
    (divide(t(N), N), "T(n)/n", "T(n)/n", r"\frac{T(n)}{n}"),
    (mul(N, power(TWO, N)), "n·2^n", "n*2^n", r"n \cdot 2^n"),
    (power(TWO, power(TWO, add(N, ONE))), "2^(2^(n+1))", "2^(2^(n+1))", "2^{2^{n + 1}}"),
    (negate(N_LOG_N), "−n log n", "-n log n", r"-n \log n"),
    (negate(add(N, ONE)), "−(n + 1)", "-(n + 1)", "-(n + 1)"),
    (subtract(t(subtract(N, ONE)), mul(number(6), N)), "T(n−1) − 6n", "T(n-1) - 6n", "T(n - 1) - 6n"),
    (t(add(Apply("floor", (HALF_N,)), number(17))),
     "T(⌊n/2⌋+17)", "T(floor(n/2)+17)", r"T(\lfloor n/2 \rfloor + 17)"),
    (Apply("ceiling", (HALF_N,)), "⌈n/2⌉", "ceil(n/2)", r"\lceil n/2 \rceil"),
    (mul(N, add(N, ONE), number("1/2")), "n·(n + 1)/2", "n*(n + 1)/2", r"\frac{n \cdot (n + 1)}{2}"),
    (mul(TWO, add(N, ONE), Apply("harmonic", (N,))), "2(n + 1)·H_n", "2(n + 1)*H_n", "2(n + 1) H_{n}"),
    (mul(Symbol("c"), N, LOG), "c·n log n", "c*n log n", r"c n \log n"),
    (Apply("log_star", (N,)), "log* n", "log* n", r"\log^* n"),
    (Log(N, Constant("e")), "ln n", "ln n", r"\ln n"),
    (Apply("factorial", (LOG,)), "(log n)!", "(log n)!", r"(\log n)!"),
    (Power(Apply("sin", (N,)), TWO), "sin²(n)", "sin(n)^2", r"\sin^2(n)"),
    (Relation(">=", Call("T_inf", (N,)), Asymptotic("Ω", N)),
     "T∞(n) ≥ Ω(n)", "T_inf(n) >= Omega(n)", r"T_{\infty}(n) \ge \Omega(n)"),
    (Asymptotic("Θ", divide(N, LOG)), "Θ(n/log n)", "Theta(n/log n)", r"\Theta\left(\frac{n}{\log n}\right)"),
    (Range("sum", "k", ZERO, N, t(K)), "Σ_{k=0}^n T(k)", "sum(k=0..n, T(k))", r"\sum_{k=0}^{n} T(k)"),
    (Range("max", "k", ONE, N, t(K)), "max_{1≤k≤n} T(k)", "max(k=1..n, T(k))", r"\max_{1 \le k \le n} T(k)"),
    (Range("integral", "u", ONE, N, divide(ONE, Symbol("u"))),
     "∫_1^n 1/u du", "integral(u=1..n, 1/u)", r"\int_{1}^{n} \frac{1}{u} \mathrm{d}u"),
    (add(Log(N, TWO), ONE), "log₂ n + 1", "log_2 n + 1", r"\log_2 n + 1"),
    (power(TWO, add(LOG, ONE)), "2^(log n + 1)", "2^(log n + 1)", r"2^{\log n + 1}"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "terminal", "plain", "tex"), LOOKS, ids=[look[1] for look in LOOKS])
def test_a_formula_looks_like_this(formula: Expr, terminal: str, plain: str, tex: str) -> None:
    assert (text.write(formula), text.write(formula, ascii=True), latex.write(formula)) == (terminal, plain, tex)


def test_a_fraction_inside_a_sentence_stays_on_the_line() -> None:
    assert latex.write(divide(N, add(LOG, ONE)), inline=True) == r"n/(\log n + 1)"
    assert latex.write(divide(N_LOG_N, TWO), inline=True) == r"(n \log n)/2"


@pytest.mark.parametrize(
    ("name", "terminal", "plain", "tex"),
    [
        ("T", "T", "T", "T"),
        ("T_1", "T₁", "T_1", "T_{1}"),
        ("T_inf", "T∞", "T_inf", r"T_{\infty}"),
        ("T∞", "T∞", "T_inf", r"T_{\infty}"),
        ("a_i", "aᵢ", "a_i", "a_{i}"),
        ("alpha", "α", "alpha", r"\alpha"),
        ("α", "α", "alpha", r"\alpha"),
        ("work", "work", "work", r"\mathit{work}"),
        ("T_max", "T_max", "T_max", r"T_{\mathrm{max}}"),
        ("漢", "漢", "漢", r"\mathit{U6F22}"),
    ],
)
def test_a_name_looks_like_this(name: str, terminal: str, plain: str, tex: str) -> None:
    assert (unicode_name(name), ascii_name(name), latex_name(name)) == (terminal, plain, tex)


@pytest.mark.parametrize("write", [text.write, latex.write])
def test_every_digit_of_a_long_number_is_written(write: object) -> None:
    assert write(Number(Fraction(10**9000 + 7))) == "1" + "0" * 8999 + "7"  # type: ignore[operator]


@pytest.mark.parametrize(("one", "other"), [("n^0.5", "n^(1/2)"), ("log n", "lg n"), ("0.5", "1/2")])
def test_equal_formulas_look_as_they_were_typed(one: str, other: str) -> None:
    """A number with a point is equal to the fraction, and a logarithm without a base to the one that it is read as."""
    from recur.parsing import parse_formula

    typed, named = parse_formula(one), parse_formula(other)
    assert typed == named
    assert text.write(typed) == one
    assert text.write(named) != one
    assert text.write(typed) == one
