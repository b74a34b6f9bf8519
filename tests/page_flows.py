"""What a student does with the page, step by step, and what must be seen then: the same wherever Python runs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

from tests.child_processes import CHECKOUT
from tests.chromium import Tab

EXAMPLES = CHECKOUT / "examples"
#: Is what was asked answered? What stood there before is marked, and gone then.
ANSWERED = (
    "document.getElementById('result').getAttribute('aria-busy') === 'false' && !document.getElementById('mark')"
    " && document.getElementById('answer').innerText"
)
MARK = "document.getElementById('answer').replaceChildren(Object.assign(document.createElement('i'), {id: 'mark'}))"


def click(tab: Tab, selector: str) -> None:
    tab.run(f"document.querySelector({json.dumps(selector)}).click()")


def write(tab: Tab, field: str, text: str) -> None:
    """Type into a field in place of what is there."""
    tab.run(f"(field => {{ field.focus(); field.select(); }})(document.getElementById('{field}'))")
    tab.type(text)


def ask(tab: Tab, verb: str, text: str, second: str = "") -> str:
    """The words of the answer, once they are there."""
    click(tab, f"[name=verb][value={verb}]")
    write(tab, "text", text)
    if second:
        write(tab, "second", second)
    tab.run(MARK)
    tab.run("document.getElementById('text').focus()")
    tab.press("Control+Enter" if verb == "analyze" else "Enter")
    return words(tab.until(ANSWERED))


def words(shown: str) -> str:
    """What is shown, formulas on one line and in plain letters."""
    plain = unicodedata.normalize("NFKC", shown).replace("\u2061", "").replace("\u2062", "")
    return " ".join(plain.split())


def press_button(tab: Tab, button: str) -> str:
    """The words of the answer behind a button."""
    tab.run(MARK)
    click(tab, f"#{button}")
    return words(tab.until(ANSWERED))


def count(tab: Tab, selector: str) -> int:
    return int(tab.run(f"document.querySelectorAll({json.dumps(selector)}).length"))


def solve(tab: Tab) -> None:
    answer = ask(tab, "solve", "T(n) = 2T(n/2) + n")
    assert "Θ" in answer and "Master theorem" in answer and count(tab, "#answer math") >= 2, answer


def check_until_right(tab: Tab) -> None:
    problem = "T(n) = 3T(n/2) + n"
    assert "wrong" in ask(tab, "check", problem, "n log n")
    first = press_button(tab, "hint")
    assert "correct" not in first and "master theorem" in first
    second = press_button(tab, "hint")
    assert second != first
    assert "correct" in ask(tab, "check", problem, "n^(log_2 3)")
    assert tab.run("document.getElementById('hint').hidden")


def working(tab: Tab) -> None:
    """A working is judged line by line up to the first false one; each of its lines is a line of the field."""
    lines = "T(n) = 2T(n/2) + n\n= 4T(n/4) + 2n\n= 8T(n/8) + 4n\n= O(n log n)"
    told = ask(tab, "working", "T(n) = 2T(n/2) + n", lines)
    assert "line 3 is false" in told and "stands on line 3" in told and count(tab, "#answer tr") >= 4, told
    assert tab.run("document.getElementById('hint').hidden")
    assert "3n" in press_button(tab, "reveal").replace(" ", "")
    assert tab.run("document.getElementById('next').hidden")
    write(tab, "second", lines.replace("4n", "3n"))
    tab.press("Enter")  # begins a line
    tab.run(MARK)
    tab.press("Control+Enter")
    assert "every line follows" in words(tab.until(ANSWERED))


def tree(tab: Tab) -> None:
    ask(tab, "tree", "T(n) = 3T(n/4) + n^2")
    wide = "[...document.querySelectorAll('#answer svg')].some(each => each.getBoundingClientRect().width > 100)"
    assert tab.run(wide)


def unroll(tab: Tab) -> None:
    answer = ask(tab, "unroll", "T(n) = 2T(n-1) + 1, T(0) = 0")
    assert count(tab, "#answer math") >= 3 and "undefined" not in answer


def code(tab: Tab) -> None:
    answer = ask(tab, "analyze", (EXAMPLES / "code" / "sorting.py").read_text(encoding="utf-8"))
    assert "merge_sort" in answer and "Θ ( n log n )" in answer


def program(tab: Tab) -> None:
    text = (EXAMPLES / "programs" / "fibonacci.spawn").read_text(encoding="utf-8")
    answer = ask(tab, "analyze", text).lower()
    assert "work" in answer and "span" in answer


def compare(tab: Tab) -> None:
    assert "grows more slowly" in ask(tab, "compare", "n log n", "n^2")


def prove(tab: Tab) -> None:
    answer = ask(tab, "prove", "T(n) = 2T(floor(n/2)) + n, T(1) = 1", "O(n log n)")
    assert "the hypothesis" in answer and count(tab, "#answer math") > 5


def charts(tab: Tab) -> None:
    """All there is to tell of a recurrence has its growth drawn, with words on the axes."""
    ask(tab, "report", "T(n) = 3T(n/2) + n, T(1) = 1")
    drawn = "[...document.querySelectorAll('#answer svg')].filter(each => each.querySelectorAll('text').length > 3)"
    assert tab.run(f"{drawn}.some(each => each.getBoundingClientRect().width > 100)")


def share(tab: Tab) -> None:
    """The address holds the problem: opened elsewhere, it gives the same answer."""
    before = ask(tab, "check", "T(n) = 2T(n/2) + n", "O(n^2)")
    address = tab.run("location.href")
    assert "#check?" in address and "second=" in address
    other = tab.browser.tab()
    other.open(address)
    assert words(other.until(ANSWERED)) == before
    assert other.run("document.getElementById('text').value") == "T(n) = 2T(n/2) + n"
    other.close()


def exercise(tab: Tab) -> None:
    """A link with a problem and no answer waits for one."""
    tab.run("location.hash = '#check?text=T(n)+%3D+2T(n%2F2)+%2B+n'")
    tab.until("document.activeElement.id === 'second'")
    assert words(tab.until(ANSWERED)) == "Your turn."
    tab.type("n log n")
    tab.run(MARK)
    tab.press("Enter")
    assert "correct" in words(tab.until(ANSWERED))


def copy(tab: Tab) -> None:
    """What is shown can be taken along, in each notation; the address only where others can open it."""
    ask(tab, "solve", "4T(n/2)+1")
    for kind in ("latex", "markdown", "text", "link"):
        if tab.run(f"document.querySelector('[data-copy={kind}]').hidden"):
            continue
        tab.run("document.getElementById('copied').textContent = ''")
        click(tab, f"[data-copy={kind}]")
        assert "Copied" in tab.until("document.getElementById('copied').textContent")


def stop(tab: Tab) -> None:
    """A question that takes long is given up, and the next one is answered."""
    click(tab, "[name=verb][value=eval]")
    write(tab, "text", "T(n) = T(n-1)*T(n-1) + 1, T(0) = 2")
    write(tab, "second", "10^9")
    tab.press("Enter")
    tab.until("!document.getElementById('stop').hidden")
    assert press_button(tab, "stop") == "Stopped."
    solve(tab)


def refuse(tab: Tab) -> None:
    """What cannot be read is shown at its place, and the page goes on."""
    assert "expected" in ask(tab, "solve", "T(n) = 2T(n/2) + ")
    solve(tab)


def lead_astray(tab: Tab) -> None:
    """A link to nothing that the page does says so, in words and not as HTML; the way back is open."""
    tab.run("location.hash = '#steal<b>?text=T(n)'")
    assert "does not do" in tab.until(f"{ANSWERED}.includes('steal') && {ANSWERED}")
    assert count(tab, "#answer b") == 0
    solve(tab)


def echo(tab: Tab) -> None:
    """How it is read is said while one types."""
    click(tab, "[name=verb][value=solve]")
    write(tab, "text", "t(n) = 7t(n/2) + n^2")
    assert tab.until("document.getElementById('reading').innerText.includes('7')")


def dark(tab: Tab) -> None:
    light = "(c => (0.3 * c[0] + 0.6 * c[1] + 0.1 * c[2]) / 255)(getComputedStyle(PART).COLOUR.match(/[\\d.]+/g))"

    def brightness(part: str, colour: str) -> float:
        return float(tab.run(light.replace("PART", part).replace("COLOUR", colour)))

    for scheme, is_dark in (("dark", True), ("light", False)):
        tab.prefer(scheme)
        ground, ink = brightness("document.body", "backgroundColor"), brightness("document.body", "color")
        assert (ground < 0.3 < 0.6 < ink) if is_dark else (ink < 0.3 < 0.6 < ground)
        assert_accessible(tab)
    click(tab, "#theme")
    assert brightness("document.body", "backgroundColor") < 0.3
    click(tab, "#theme")
    assert brightness("document.body", "backgroundColor") > 0.6


def phone(tab: Tab) -> None:
    """Nothing is wider than a phone of 360 pixels, whatever is answered."""
    tab.size(360, 740)
    for step in (solve, tree, code, program, compare):
        step(tab)
        assert tab.run("document.documentElement.scrollWidth") <= 360, step.__name__
    assert_accessible(tab)
    tab.size(1280, 800)


def need_more(tab: Tab) -> None:
    """Few answers need mpmath or sympy: they are fetched then, and the answer is the same."""
    assert "cos" in ask(tab, "solve", "T(n) = T(n-1) + T(n-2) + T(n-3) + T(n-4) + T(n-5)")


C_CODE = """int log2_of(int n) {
    int k = 0;
    for (int i = 1; i < n; i *= 2)
        k++;
    return k;
}"""


def code_in_c(tab: Tab) -> None:
    """C is read by a grammar that is loaded when the first such code comes."""
    answer = ask(tab, "analyze", C_CODE)
    assert "log2_of" in answer and "Θ ( log n )" in answer, answer


AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations"
GRAVE = ".filter(each => ['serious', 'critical'].includes(each.impact))"
TOLD = ".map(each => each.id + ': ' + each.nodes.map(node => node.html).join(' ')))"


def assert_accessible(tab: Tab) -> None:
    """axe-core, where it has been loaded, finds no serious fault."""
    if tab.run("typeof axe !== 'undefined'"):
        assert tab.run(AXE + GRAVE + TOLD) == []


FLOWS: tuple[Callable[[Tab], None], ...] = (
    solve, check_until_right, working, tree, unroll, code, program, compare, prove, charts, share, exercise,
    copy, refuse, lead_astray, echo, dark, phone, stop,
)  # fmt: skip
#: What hangs on how the page was loaded: Python and its archives, the address, what is kept.
OF_LOADING: tuple[Callable[[Tab], None], ...] = (solve, check_until_right, code, program, charts, share, copy, stop)
