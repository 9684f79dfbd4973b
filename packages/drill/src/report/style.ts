/** The report's style sheet: system fonts, both themes, from 320 px on. Contrast of text is at least 4.5 : 1 in both. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1c2024; --muted: #5c636b; --line: #dcd9d2;
  --axis: #8d939a; --grid: #e9e6df;
  --used: #0072b2; --idle: #4f9d8a; --leak: #a3478a; --waiting: #b35900; --slow: #d08a1d;
  --error: #c0271d; --page: #00734f; --good: #00734f; --bad: #c0271d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1c2024; --ink: #e9e7e2; --muted: #a3a9b0; --line: #343a40;
    --axis: #6d747b; --grid: #2a2f34;
    --used: #56b4e9; --idle: #7fc8b4; --leak: #dd8fc6; --waiting: #f0a04b; --slow: #f3c063;
    --error: #ff7a6b; --page: #4fd0a0; --good: #4fd0a0; --bad: #ff7a6b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 880px; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: clamp(1.35rem, 4.2vw, 1.9rem); line-height: 1.25; margin: .4rem 0 1rem; text-wrap: pretty; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .5rem; }
p { margin: .4rem 0; }
.muted, figcaption p, .eyebrow { color: var(--muted); }
.eyebrow { font-size: .85rem; margin: 0; }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; border: 1.5px solid currentColor;
  font-weight: 650; font-size: .85rem; }
.passed { color: var(--good); } .failed { color: var(--bad); }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
dl.figures > div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .7rem .9rem; }
dl.figures dt { color: var(--muted); font-size: .85rem; }
dl.figures dd { margin: 0; font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .6rem .42rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 600; font-size: .85rem; }
td.offset { white-space: nowrap; text-align: right; padding-right: 1rem; font-variant-numeric: tabular-nums; }
td .clock { color: var(--muted); font-variant-numeric: tabular-nums; margin-right: .55rem; white-space: nowrap; }
tr.zero { background: color-mix(in srgb, var(--error) 9%, transparent); }
.kind-page { color: var(--page); font-weight: 650; } .kind-error { color: var(--error); font-weight: 650; }
.original .kind-page { color: inherit; font-weight: inherit; }
figure { margin: 1.4rem 0 0; }
figcaption h3 { font-size: 1rem; margin: 0; }
figcaption h3, figcaption p { text-wrap: pretty; }
figcaption p { font-size: .88rem; margin: .1rem 0 .2rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; margin: 0; padding: 0; font-size: .85rem; }
.legend i { display: inline-block; width: 1.1em; height: .65em; margin-right: .4em; border-radius: 2px; }
.legend i.dashed { height: 0; border-top: 2px dashed; background: none !important; vertical-align: middle; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.page { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--page); border-radius: 10px;
  padding: 1rem 1.1rem; margin-top: .8rem; overflow-wrap: anywhere; }
.page h3 { margin: 0 0 .1rem; font-size: 1.05rem; }
.page dl { display: grid; grid-template-columns: 6.2rem 1fr; gap: .35rem .6rem; margin: .8rem 0 0; font-size: .93rem; }
.page dt { color: var(--muted); } .page dd { margin: 0; }
ul.method { padding-left: 1.1rem; } ul.method li { margin: .25rem 0; }
a { color: inherit; }
@media (max-width: 620px) {
  .wide { display: none; } .narrow { display: block; }
  .page dl { grid-template-columns: 1fr; gap: 0; } .page dd { margin-bottom: .5rem; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  td { border: 0; padding: .1rem 0; } td.offset { text-align: left; font-weight: 650; }
  tr { border-bottom: 1px solid var(--line); padding: .45rem 0; } tr.zero { padding: .45rem .5rem; }
  td:empty { display: none; }
  td[data-of]::before { content: attr(data-of); color: var(--muted); font-size: .8rem; display: block; }
}
@media print { figure, .page, tr { break-inside: avoid; } }
`;
