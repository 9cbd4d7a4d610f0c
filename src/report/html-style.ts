/** What all pages of a report share: colours, text, badges, exchanges. */
export const sharedStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --line: #d5d9e0; --text: #1b1f27; --quiet: #565e6c; --link: #0b57b8;
  --good: #176b37; --good-ground: #e2f4e8; --bad: #ad1a23; --bad-ground: #fdeaea;
  --known: #7d4a00; --known-ground: #fdf0d8; --error: #80208a; --error-ground: #f8e8fa;
  --none: #565e6c; --none-ground: #eceef2; --mark: #fff0a8; --mark-text: #1b1f27;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171d; --raised: #1d222b; --line: #39414f; --text: #e8ebf0; --quiet: #a9b2c1; --link: #86b9ff;
    --good: #7fdd9f; --good-ground: #143322; --bad: #ff9c9c; --bad-ground: #43191c;
    --known: #f6c46c; --known-ground: #3c2b0b; --error: #eda5f5; --error-ground: #3b1a40;
    --none: #a9b2c1; --none-ground: #272d38; --mark: #5a4a00; --mark-text: #fff3c0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
main, body > nav { max-width: 90rem; margin: 0 auto; padding: 0 clamp(.75rem, 2vw, 2rem); }
main { padding-bottom: 4rem; }
h1 { font-size: 1.3rem; line-height: 1.2; margin: .3rem 0; }
h2 { font-size: 1.3rem; margin: 1.75rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
p { margin: .3rem 0; }
a { color: var(--link); }
:is(a, summary, pre, button, input, select):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .85em; }
pre { margin: .1rem 0; padding: .5rem .7rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; white-space: pre-wrap; }
ul, ol { margin: .3rem 0; padding-left: 1.3rem; }
.badge { display: inline-block; padding: 0 .45rem; border-radius: .7rem; font-size: .85rem; font-weight: 600; line-height: 1.4rem; color: var(--none); background: var(--none-ground); }
.badge + .badge { margin-left: .3rem; }
.badge.passed { color: var(--good); background: var(--good-ground); }
.badge:is(.failed, .blocked, .new, .changed) { color: var(--bad); background: var(--bad-ground); }
.badge:is(.known-failure, .stale-baseline, .known, .fixed) { color: var(--known); background: var(--known-ground); }
.badge.vulnerability { color: var(--ground); background: var(--bad); }
.badge.error { color: var(--error); background: var(--error-ground); }
.message { font-weight: 600; white-space: pre-wrap; }
.exchanges b { font-size: .85rem; color: var(--quiet); font-weight: 600; }
.exchanges > li { margin: .75rem 0; }
.script { position: relative; }
.script button { position: absolute; top: .4rem; right: .4rem; font: inherit; font-size: .85rem; padding: .1rem .6rem; cursor: pointer; color: var(--text); background: var(--ground); border: 1px solid var(--line); border-radius: .3rem; }
`;

/**
 * The style sheet of report.html. Every text colour has a contrast of at least 4.5 to its background, in light and dark
 * mode.
 */
export const style = `${sharedStyle}
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 6.5rem; }
body > nav { display: flex; flex-wrap: wrap; gap: 0 1rem; padding-top: .3rem; font-size: .85rem; }
h3 { font-size: 1.05rem; margin: 1rem 0 .25rem; }
mark { background: var(--mark); color: var(--mark-text); font-weight: 600; border-radius: .15rem; }
dd { margin: 0; }
.small, .none { color: var(--quiet); font-size: .85rem; }
.notice { border-left: .4rem solid var(--known); background: var(--known-ground); padding: .2rem .7rem; border-radius: .3rem; font-size: .85rem; }
p.facts { color: var(--quiet); font-size: .85rem; }
.facts.wide > div { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .75rem; padding: .2rem 0; }
.facts dt { color: var(--quiet); font-size: .85rem; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; align-items: start; margin: .5rem 0; font-size: .9rem; }
.card { border: 1px solid var(--line); border-left: .35rem solid var(--none); border-radius: .4rem; padding: .35rem .8rem; background: var(--raised); }
.card h2 { margin: 0; padding: 0; border: 0; font-size: 1rem; }
.card ul { list-style: none; padding: 0; margin: .2rem 0; }
.card :is(h2, h2 + p) { display: inline; }
.card h2 { margin-right: .5rem; }
.card li { margin: .2rem 0; }
.card li li { margin: 0; }
.card.good { border-left-color: var(--good); } .card.good h2 b { color: var(--good); }
.card.bad { border-left-color: var(--bad); } .card.bad h2 { color: var(--bad); }
#gate, #claims { grid-column: 1 / -1; }
#gate .name { font-weight: 600; }
#gate .name, #gate .sentence { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 1; overflow: hidden; }
#gate .sentence { color: var(--quiet); }
.claims .good > b { color: var(--good); } .claims .bad > b { color: var(--bad); }
.claims details { display: inline-block; margin-right: .8rem; vertical-align: top; }
.claims details[open] { display: block; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: .85rem; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.matrix { table-layout: fixed; }
.matrix th:first-child { width: 52%; }
.matrix thead th { position: sticky; top: 0; background: var(--ground); z-index: 1; }
.matrix .row > * { border-bottom: 0; padding-bottom: 0; }
.matrix .row th > a { font-weight: 700; }
.matrix .more > td { padding: 0 .5rem .3rem; }
.matrix .area > * { background: var(--raised); font-weight: 700; padding-top: .5rem; }
.matrix .area td { font-size: .85rem; font-weight: 400; }
.matrix .more > td > details > summary { color: var(--quiet); font-size: .85rem; }
.level { color: var(--quiet); font-size: .8rem; border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; }
summary { cursor: pointer; }
[hidden] { display: none !important; }
#filter { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; background: var(--ground); padding: .4rem 0; font-size: .85rem; }
#filter :is(input, select) { font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--none); border-radius: .25rem; padding: .1rem .3rem; max-width: 100%; }
@media (min-width: 80rem) {
  #filter { position: sticky; top: 0; z-index: 2; height: 2.6rem; flex-wrap: nowrap; }
  .matrix thead th { top: 2.6rem; }
}
.quiet { list-style: none; padding: 0; font-size: .85rem; }
.quiet a { margin-right: .5rem; white-space: nowrap; }
details.check { border: 1px solid var(--line); border-left: .3rem solid var(--bad); border-radius: .3rem; padding: .1rem .7rem .2rem; margin: .3rem 0; }
details.check:is(.known-failure, .stale-baseline) { border-left-color: var(--known); }
.entry { position: relative; }
.entry > a { position: absolute; top: 0; right: 0; padding: .15rem .6rem; }
details.check > summary { padding-right: 1.5rem; }
details.check.error { border-left-color: var(--error); }
:target, details.check:has(:target), tr.row:has(:target), .causes > li:target { outline: 3px solid var(--link); outline-offset: 2px; }
details.check > div:target, details.check > div > span:target, main h2:target, tr.row :target { outline: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .2rem 1rem; font-size: .9rem; }
.pair > div { min-width: 0; color: var(--quiet); }
.pair pre { color: var(--text); }
.causes > li { margin: .8rem 0; }
.causes .reason { color: var(--quiet); }
.vulnerabilities > li { margin: .4rem 0; }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
@media (max-width: 44rem) {
  html { scroll-padding-top: 2rem; }
  body { font-size: 14px; }
  body > nav { flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; }
  h1 { font-size: 1.05rem; margin: .1rem 0; }
  header p { margin: .1rem 0; }
  p.facts, .cards, .notice { font-size: .8rem; line-height: 1.3; }
  .cards { grid-template-columns: minmax(0, 1fr); gap: .25rem; margin: .2rem 0; }
  .card h2 { font-size: .9rem; }
  .card { padding: .15rem .5rem; }
  .card li, .card ul { margin: .1rem 0; }
  .card .badge { line-height: 1.1rem; }
  .wide:not(dl) { display: none; }
  #gate > ul > li { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  #gate :is(.name, .sentence) { display: inline; }
  .matrix, .matrix tbody { display: block; }
  .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 .5rem; border-bottom: 1px solid var(--line); }
  .matrix tr.row { border: 0; }
  .matrix :is(th, td) { border: 0; padding: .15rem 0; }
  .matrix th:first-child { grid-column: 1 / -1; width: auto; }
  .matrix td[data-lane]::before { content: attr(data-lane); display: block; font-size: .75rem; color: var(--quiet); }
  .matrix td[colspan] { grid-column: 1 / -1; }
  .quiet a { white-space: normal; }
  .matrix .badge { font-size: .75rem; line-height: 1.2; padding: .05rem .35rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #f7f7f7; --line: #bbb; --text: #000; --quiet: #444; --link: #000; --good: #145a2f; --good-ground: #fff; --bad: #8f1119; --bad-ground: #fff; --known: #6a3f00; --known-ground: #fff; --error: #6b1973; --error-ground: #fff; --none: #444; --none-ground: #fff; --mark: #eee; --mark-text: #000; }
  html { font-size: 8.5pt; }
  body { font-size: 8.5pt; }
  body > nav, #filter, .script button, .matrix tr.more, details:not(.claims details) { display: none; }
  main { max-width: none; padding: 0; }
  #gate .name, #gate .sentence { -webkit-line-clamp: none; }
  .claims :is(summary, details > p) { display: none; }
  .claims details { display: block; }
  .claims details::details-content { content-visibility: visible; block-size: auto; }
  a { text-decoration: none; }
  .badge { border: 1px solid currentColor; line-height: 1.2; padding: 0 .3rem; }
  .matrix :is(th, td) { padding: .15rem .3rem; border-bottom: 1px solid var(--line); }
  h2, h3, .area { break-after: avoid; }
  tr, .card, .causes > li { break-inside: avoid; }
  .matrix thead th { position: static; }
  thead { display: table-header-group; }
}
`;
