"""How the points of a class are distributed: a bar for each tenth of the points."""

from recur.answers.grading.item_analysis import BINS, Distribution
from recur.pictures import shapes as sh

WIDTH, HIGH = 640.0, 200.0
LEFT, TOP, BELOW = 28.0, 34.0, 46.0
BAR, FILL = 50.0, "#1f5f99"
SMALL = 13.0


def drawn(found: Distribution) -> sh.Sheet:
    """The bars, how many students each one is, and below them the part of the points."""
    each, most = (WIDTH - 2 * LEFT) / BINS, max(found.counts)
    bottom = TOP + HIGH
    shapes: list[sh.Shape] = []
    for tenth, count in enumerate(found.counts):
        middle, high = LEFT + each * (tenth + 0.5), HIGH * count / most
        if count:
            shapes.append(sh.RoundedBox((middle, bottom - high / 2), BAR, high, FILL))
            shapes.append(sh.Text(sh.typed(str(count)), (middle, bottom - high - 7), SMALL, anchor="middle"))
    shapes.append(sh.Stroke(((LEFT, bottom), (WIDTH - LEFT, bottom))))
    for tenth in range(BINS + 1):
        shapes.append(
            sh.Text(sh.typed(f"{100 * tenth // BINS} %"), (LEFT + each * tenth, bottom + 18), SMALL, sh.GREY, "middle")
        )
    words = sh.typed("part of the points; above each bar how many students")
    shapes.append(sh.Text(words, (WIDTH / 2, bottom + 38), SMALL, sh.GREY, "middle"))
    return sh.Sheet("How the points are distributed", WIDTH, bottom + BELOW, tuple(shapes))
