/** The page's only style: no asset from elsewhere, dark where the reader's system is, a card for each row where the screen is narrow. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fff, #15181c);
  --ink: light-dark(#1b1f24, #e6e8eb);
  --faint: light-dark(#5a636e, #9aa4af);
  --line: light-dark(#d8dde3, #333a42);
  --card: light-dark(#f6f7f9, #1c2127);
  --bad: light-dark(#b3261e, #ff8a80);
  --warn: light-dark(#8a5300, #ffbf69);
  --good: light-dark(#19692c, #7fd18f);
  --used: light-dark(#2f6fbb, #5b9be6);
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem; max-width: 84rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p { margin: .35rem 0; }
a { color: var(--used); }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, monospace; }
.scroll { overflow-x: auto; }
.faint { color: var(--faint); }
.bad { color: var(--bad); }
.warn { color: var(--warn); }
.good { color: var(--good); }
.badge { display: inline-block; padding: 0 .5em; border: 1px solid currentColor; border-radius: 1em; font-size: .85rem; white-space: nowrap; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; margin-bottom: .5rem; }
header .faint { margin-left: auto; }
section { margin-top: 1.25rem; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; }
section > header { margin: 0; }
svg.bar { display: block; width: 100%; height: 14px; margin: .6rem 0 .3rem; border-radius: 4px; background: var(--line); }
.bar .used { fill: var(--used); }
.bar .connecting { fill: var(--warn); }
.bar .idle { fill: var(--good); }
ul.counts { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; margin: 0; padding: 0; list-style: none; }
ul.counts b { font-variant-numeric: tabular-nums; }
ul.counts .used b { color: var(--used); }
ul.counts .idle b { color: var(--good); }
ul.counts .connecting b { color: var(--warn); }
.verdict { margin: .8rem 0; padding: .6rem .9rem; border-left: 4px solid var(--bad); background: var(--card); border-radius: 0 6px 6px 0; }
.verdict.good { border-color: var(--good); color: inherit; }
.verdict.warn { border-color: var(--warn); color: inherit; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; color: var(--faint); font-size: .85rem; white-space: nowrap; }
td.number, td.short { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.site { min-width: 9rem; }
td.site code { overflow-wrap: anywhere; }
td.id code { display: block; width: 17ch; font-size: .78em; line-height: 1.5; overflow-wrap: anywhere; }
details { margin-top: 1.1rem; }
summary { cursor: pointer; font-weight: 600; }
@media (max-width: 66rem) {
  body { padding: .75rem; }
  section { padding: .75rem; }
  header .faint { margin-left: 0; }
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 0 1.5rem; margin: .5rem 0; padding: .45rem .7rem; background: var(--card); border-radius: 6px; }
  td { display: grid; grid-template-columns: 7.5rem 1fr; gap: .5rem; padding: .12rem 0; border: 0; }
  td::before { content: attr(data-label); color: var(--faint); font-size: .85rem; }
  td code { overflow-wrap: anywhere; }
  td.id code { width: auto; line-height: inherit; }
  td.none { display: none; }
  td.number, td.short { white-space: normal; }
}
`;
