"""The style sheet of everything the charts draw, in the tokens of `look`."""

from __future__ import annotations

from kmlib.charts.look import TOKENS, variables

CSS = """
.stMainBlockContainer{padding:84px 80px 80px;max-width:none}
[data-testid="stHeader"] [data-testid="stToolbar"]{padding-left:68px;padding-right:68px}
[data-testid="stTopNavLink"] span{font-size:16px}
[data-testid="stTopNavLink"][aria-current]{background:var(--km-tint)}
[data-testid="stTopNavLink"][aria-current] span{color:var(--km-accent)}
[data-testid="stPageLink"] a p{color:var(--km-accent);font-weight:600;text-decoration:underline;
 text-underline-offset:3px}
[data-testid="stPageLink"] a{padding-left:0;background:none}
.stMainBlockContainer,.stMainBlockContainer table{font-variant-numeric:tabular-nums}
.stMainBlockContainer h1{padding:0 0 4px;letter-spacing:-.01em;text-wrap:balance}
.stMainBlockContainer h2{padding:12px 0 8px;margin:0 0 20px;
 border-bottom:2px solid var(--km-ink)}
.km-blue{color:var(--km-blue)}.km-orange{color:var(--km-orange)}
.km-ink2{color:var(--km-ink2)}.km-ink3{color:var(--km-ink3)}
.km-verdict{font-weight:600;white-space:nowrap}
.km-lead{font-size:20px;color:var(--km-ink2);margin:0 0 8px;max-width:62em}
.km-small-print{font-size:15px;color:var(--km-ink3);margin:0 0 4px;max-width:62em}
.km-strip{display:flex;flex-wrap:wrap;gap:4px 24px;font-size:16px;color:var(--km-ink2);margin:0;
 align-items:center;min-height:40px}
.km-strip b{color:var(--km-ink);font-weight:650}
.km-dot{display:inline-block;width:10px;height:10px;border-radius:5px;margin-right:8px;
 background:var(--km-accent);border:2px solid var(--km-accent)}
.km-scroll{overflow-x:auto}
.km-matrix{border-collapse:collapse;font-size:16px}
.km-list{width:100%}
.km-matrix th,.km-matrix td{padding:7px 10px;text-align:right;white-space:nowrap;border:0;
 border-bottom:1px solid var(--km-line);font-weight:400;color:var(--km-ink)}
.km-matrix thead th{border-bottom:2px solid var(--km-ink);color:var(--km-ink2);font-weight:600;
 vertical-align:bottom;white-space:normal;min-width:5.2em}
.km-matrix th:first-child{text-align:left;font-weight:600;padding-left:12px;position:sticky;left:0;
 background:var(--km-bg);min-width:11em;white-space:normal}
.km-matrix td.km-absent{color:var(--km-ink3);font-size:15px;white-space:normal;max-width:6.5em}
.km-matrix td.km-target{color:var(--km-ink3)}
.km-matrix td.km-network,.km-matrix td b{font-weight:700}
.km-matrix .km-blue{color:var(--km-blue)}.km-matrix .km-orange{color:var(--km-orange)}
.km-matrix i{font-style:normal;display:inline-block;width:1.1em;margin-left:5px;font-size:13px;
 text-align:center}
.km-matrix .km-tinted,.km-matrix tr.km-tinted th:first-child{background:var(--km-tint)}
.km-matrix tr.km-tinted th:first-child{box-shadow:inset 4px 0 var(--km-accent)}
.km-list tbody th{font-weight:400}
.km-list .km-kind th{font-weight:650;color:var(--km-ink3);padding-top:16px;font-size:15px}
.km-list thead th,.km-list th:first-child{min-width:0}.km-list th:first-child{padding-left:0}
.km-list td.km-word,.km-list .km-verdict,.km-row .km-verdict{white-space:normal}
.km-multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:12px 32px}
.km-small{border-top:1px solid var(--km-line);padding:8px 0 0}
.km-small.km-chosen{outline:2px solid var(--km-accent);outline-offset:8px;border-radius:6px}
.km-small-head{display:flex;justify-content:space-between;gap:8px;margin:0;font-size:16px}
.km-small-head b{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:650;
 font-size:17px}
.km-small-head .km-verdict{white-space:normal;text-align:right;font-size:15px}
.km-small svg,.km-row svg{display:block;height:auto;overflow:visible}
.km-small path,.km-row path,.km-small rect{fill:none}
.km-line{stroke-linejoin:round;stroke-linecap:round}
.km-legend{display:flex;flex-wrap:wrap;gap:2px 24px;font-size:15px;color:var(--km-ink3);
 margin:20px 0 0}
.km-legend i{font-style:normal;color:var(--km-ink2)}
.km-row{display:grid;
 grid-template-columns:minmax(10em,1.1fr) minmax(120px,1.4fr) minmax(11em,1.2fr);
 gap:4px 28px;align-items:center;border-bottom:1px solid var(--km-line);padding:14px 0}
.km-row p{margin:0;line-height:1.35}
.km-row .km-name{font-size:18px;font-weight:650}
.km-row .km-sub{font-size:15px;color:var(--km-ink3)}
.km-row .km-says{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.km-row .km-says .km-verdict{font-size:18px}
.km-row .km-value{font-size:24px;font-weight:700;white-space:nowrap}
.km-bar{display:flex;gap:3px;height:12px;margin:4px 0 8px}
.km-bar i{min-width:6px;flex-basis:0}
.km-used{background:var(--km-accent)}.km-set-aside{background:var(--km-orange)}
.km-blank{border:2px solid var(--km-grey)}
.km-numbers{display:flex;flex-wrap:wrap;gap:0 28px;margin:0;color:var(--km-ink2)}
.km-numbers b{font-size:22px;font-weight:700}.km-numbers b:not(.km-orange){color:var(--km-ink)}
ul.km-tabs{list-style:none;margin:0;padding:0;columns:2 20em;column-gap:32px;font-size:16px}
ul.km-tabs li{break-inside:avoid;padding:5px 0;margin:0;color:var(--km-ink2);
 border-bottom:1px solid var(--km-line)}
.km-tabs b{color:var(--km-ink)}
p.km-workbook{display:flex;justify-content:space-between;align-items:center;gap:12px;margin:0;
 padding:10px 16px 10px 12px;border-bottom:1px solid var(--km-line)}
.km-workbook.km-tinted{background:var(--km-tint);box-shadow:inset 4px 0 var(--km-accent)}
.km-workbook b{display:block;font-weight:650;overflow-wrap:anywhere}
.km-workbook small{font-size:15px;color:var(--km-ink3)}
.km-workbook strong{font-size:24px;font-weight:700}
.km-finding{display:grid;grid-template-columns:minmax(0,1.25fr) minmax(0,1fr);gap:8px 32px;
 border-bottom:1px solid var(--km-line);padding:16px 0}
.km-where{display:flex;flex-wrap:wrap;align-items:center;gap:4px 16px;margin:0 0 8px;
 color:var(--km-ink2)}
.km-address{font:700 22px/1.2 "Source Code Pro","Source Code VF",monospace;color:var(--km-ink);
 background:none;border:2px solid var(--km-ink3);border-radius:5px;padding:3px 12px}
.km-finding.km-aside .km-address{border-color:var(--km-orange)}
article.km-finding dl{display:grid;grid-template-columns:8.2em 1fr;gap:3px 12px;margin:0;padding:0}
article.km-finding dt{color:var(--km-ink3);font-size:16px;font-weight:400;margin:0;padding:0}
article.km-finding dd{margin:0;padding:0;overflow-wrap:anywhere}
.km-finding dd b{font-weight:650}
.km-finding a{color:var(--km-accent);font-weight:600;display:inline-block;padding:6px 0}
.km-more{margin:6px 0 0;color:var(--km-ink2)}
.km-sheet{border-collapse:collapse;font-size:15px;margin:4px 4px 4px auto}
.km-sheet th,.km-sheet td{border:1px solid var(--km-line);padding:4px 10px;text-align:left;
 max-width:10.5em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--km-ink)}
.km-sheet th{background:var(--km-panel);color:var(--km-ink3);font-weight:400;text-align:center}
.km-sheet th.km-here{color:var(--km-ink);font-weight:700}
.km-sheet tr.km-header td{font-weight:650}
.km-sheet td.km-cell{outline:3px solid var(--km-ink3);outline-offset:-2px;font-weight:650}
.km-sheet.km-aside td.km-cell{outline-color:var(--km-orange);background:var(--km-orange-tint);
 color:var(--km-orange)}
@media (max-width:1500px){
.km-list th,.km-list td{padding:7px 6px}
.km-finding{grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:20px}
.km-sheet{font-size:14px}.km-sheet th,.km-sheet td{padding:4px 6px;max-width:8em}
}
@media (max-width:640px){
.stMainBlockContainer{padding:72px 20px 56px}
[data-testid="stHeader"] [data-testid="stToolbar"]{padding-left:8px;padding-right:8px}
.stMainBlockContainer h1{font-size:28px}
.km-lead{font-size:18px}
.km-matrix .km-other,.km-list .km-target{display:none}
.km-matrix:not(.km-list) th:first-child{min-width:8em}
.km-matrix th,.km-matrix td{padding:7px 6px}
.km-list td.km-word{width:7em}
.st-key-head{gap:6px}
.st-key-head button{padding:4px 8px}
.km-row{grid-template-columns:1fr}
.st-key-opened [data-testid="stHorizontalBlock"]{flex-direction:column-reverse;
 align-items:stretch}
.st-key-opened [data-testid="stColumn"]{width:100%}
.km-finding{grid-template-columns:minmax(0,1fr)}
article.km-finding dl{grid-template-columns:1fr}
article.km-finding dt{margin-top:6px;font-size:15px}
.km-sheet{margin-left:0}
}
@media print{.stMainBlockContainer{padding-top:0}.km-small,.km-row,.km-finding{break-inside:avoid}}
"""


def style(theme: str) -> str:
    """The style sheet with the tokens of one theme; light where the theme is not known.

    >>> style("light").startswith("<style>:root{--km-bg:#FFFFFF;")
    True
    """
    known = theme if theme in TOKENS else "light"
    return f"<style>:root{{{variables(known)}}}{CSS}</style>"


def wave(theme: str) -> str:
    """The little wave that stands before the navigation, in the accent of a theme."""
    return (
        '<svg viewBox="0 0 36 20" width="36" height="20" xmlns="http://www.w3.org/2000/svg">'
        '<path d="M2 16C9 16 8 4 14 4S20 16 26 16 29 8 34 6" fill="none" stroke-width="4"'
        f' stroke-linecap="round" stroke="{TOKENS[theme]["accent"]}"/></svg>'
    )
