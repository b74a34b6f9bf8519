"""How a page looks: light and dark, on paper and on a phone; pictures are drawn for paper, and dark pages turn them."""

from base64 import b64encode
from hashlib import sha256

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """\
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #5c5c5c; --line: #d9d9d9; --soft: #f5f6f8;
  --accent: #1f5f99; --good: #1a7f37; --half: #9a6700; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #16181c; --quiet: #a2a7ae; --line: #383c43;
  --soft: #1f2228; --accent: #7fb4e6; --good: #4cc46a; --half: #d9a63a; --bad: #ff8478; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 54rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 650; }
h1 { font-size: 1.9rem; margin: 0; }
h2 { font-size: 1.35rem; margin: 0 0 .75rem; }
h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
h3.function { font-size: 1.2rem; }
a { color: var(--accent); }
p { margin: .6rem 0; }
math { font-size: 1.08em; }
.note, figcaption, .source { color: var(--quiet); font-size: .92em; }
.problem { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 2rem; }
.number { color: var(--quiet); font-weight: 400; margin-right: .35em; }
code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .92em; }
pre { overflow-x: auto; background: var(--soft); padding: .8rem 1rem; border-radius: .4rem; line-height: 1.45; }
div.error, .remark { border-left: .25rem solid var(--bad); background: var(--soft); padding: .5rem 1rem;
  margin: 1rem 0; }
.remark { border-color: var(--half); } div.error pre, .remark pre { padding: 0; white-space: pre-wrap; }
.help { white-space: pre-wrap; }
mark { color: inherit; background: color-mix(in srgb, var(--bad) 25%, transparent); border-radius: .2em; }
.formula { overflow-x: auto; overflow-y: hidden; padding: .3rem 0 .3rem 1.5rem; margin: .3rem 0; }
.held { white-space: nowrap; }
.wide { display: inline-block; max-width: 100%; overflow-x: auto; overflow-y: hidden; vertical-align: bottom; }
.answer { background: var(--soft); border-left: .25rem solid var(--accent); border-radius: .3rem; margin: 1rem 0;
  padding: .5rem 1rem; }
.answer .formula { padding-left: 0; font-size: 1.15em; }
.answer p { margin: .3rem 0; }
.unsolved .answer { border-color: var(--half); }
.aligned mtd { padding: .3em 0; text-align: left; }
.aligned mtd:first-child { text-align: right; }
.aligned mtd.condition { padding-left: 2em; }
ol.steps, ol.steps ol { padding-left: 1.6rem; }
ol.steps > li { margin: .7rem 0; } ol.steps li::marker { color: var(--quiet); }
ol.steps ol { list-style: lower-alpha; }
.source { white-space: normal; }
p.source { text-align: right; margin: 0; }
dl { display: grid; align-items: baseline; grid-template-columns: max-content 1fr; gap: .4rem 1.2rem; margin: .6rem 0; }
dt { font-weight: 600; } dd { margin: 0; min-width: 0; }
figure { margin: 1rem 0; }
.picture { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
.picture svg { display: block; width: 100%; min-width: 36rem; height: auto; }
.tree .picture svg { min-width: 46rem; } .growth .picture svg { min-width: 30rem; }
@media (prefers-color-scheme: dark) {
  .picture { background: #191919; } .picture svg { filter: invert(.9) hue-rotate(180deg); }
}
.table { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 600; white-space: nowrap; } .left { text-align: left; } td.line { white-space: nowrap; }
td pre { display: inline; background: none; padding: 0; white-space: pre; }
nav ol { list-style: none; padding: 0; margin: .5rem 0; }
nav li { display: flex; flex-wrap: wrap; gap: .2rem 1rem; justify-content: space-between; padding: .4rem 0;
  border-bottom: 1px solid var(--line); }
nav li > * { min-width: 0; max-width: 100%; } nav a { overflow-wrap: anywhere; }
sup, sub { line-height: 0; }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; }
.good { color: var(--good); } .doubtful { color: var(--half); } .bad { color: var(--bad); }
dd code { overflow-wrap: anywhere; }
.tag { color: var(--bad); font-weight: 600; } .tag.unsolved { color: var(--half); }
footer { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--quiet);
  font-size: .85rem; }
@media (max-width: 34rem) {
  body { padding: 1.25rem .9rem 3rem; } h1 { font-size: 1.5rem; } .formula { padding-left: .6rem; }
  dl { display: block; } dd { margin: 0 0 .5rem; }
}
@media print {
  @page { margin: 18mm 16mm; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #444; --line: #bbb; --soft: #f4f4f4; --accent: #000;
    --good: #000; --half: #000; --bad: #000; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; } a { color: inherit; text-decoration: none; }
  .problem { break-before: page; border: 0; margin: 0; padding: 0; }
  .problem.first, .problem.error { break-before: auto; margin-top: 2rem; }
  h2, h3, h4, .lead { break-after: avoid; } figure, .answer, .formula, table, pre { break-inside: avoid; }
  td, th { padding-top: .1rem; padding-bottom: .1rem; }
  p, li { orphans: 3; widows: 3; }
  .picture { border: 0; background: none; }
  .picture svg { filter: none; min-width: 0 !important; width: 74%; margin: auto; }
  .formula, .picture, .table, pre { overflow: visible; } pre { white-space: pre-wrap; }
}
"""


def opening(title: str, style: str = "", script: str = "") -> str:
    """The page up to where its body begins, with what its own style and its own script add; the title is escaped."""
    policy = f"{POLICY}; script-src '{_digest(script)}'" if script else POLICY
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n"
    )


def _digest(script: str) -> str:
    """The name under which a page lets this script run and no other [CSP Level 3, 2.3.1]."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


CLOSING = "</body>\n</html>\n"


def closing(script: str = "") -> str:
    return f"<script>{script}</script>\n{CLOSING}" if script else CLOSING
