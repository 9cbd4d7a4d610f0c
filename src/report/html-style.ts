/**
 * The style sheet of report.html. Every text colour has a contrast of at least 4.5 to its background, in light and dark
 * mode.
 */
export const style = `
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
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, body > nav { max-width: 90rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2.5rem); }
main { padding-bottom: 4rem; }
body > nav { padding-top: 1rem; padding-bottom: .5rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.25rem 0 .25rem; }
h4 { font-size: 1rem; margin: 1rem 0 0; }
h5, h6 { font-size: .85rem; margin: .5rem 0 .2rem; color: var(--quiet); font-weight: 600; }
p { margin: .4rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .85rem; }
code { overflow-wrap: anywhere; }
pre { margin: 0; padding: .6rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30rem; overflow-y: auto; }
mark { background: var(--mark); color: var(--mark-text); font-weight: 600; border-radius: .15rem; }
ul, ol { margin: .4rem 0; padding-left: 1.3rem; }
li { overflow-wrap: anywhere; }
.small, .none, .request .surface { color: var(--quiet); font-size: .85rem; }
.small { overflow-wrap: anywhere; }
.notice { border-left: .4rem solid var(--known); background: var(--known-ground); padding: .6rem .9rem; border-radius: .3rem; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .5rem 0 1rem; }
.facts dt { color: var(--quiet); font-size: .85rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts.wide { display: block; }
.facts.wide > div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .75rem; padding: .2rem 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem; align-items: start; }
.card { border: 1px solid var(--line); border-top: .35rem solid var(--none); border-radius: .5rem; padding: .75rem 1rem; background: var(--raised); }
.card h3 { margin: 0; font-size: 1rem; color: var(--quiet); font-weight: 600; }
.card .verdict { font-size: 1.5rem; font-weight: 700; margin: .1rem 0 .4rem; }
.card.good { border-top-color: var(--good); } .card.good .verdict { color: var(--good); }
.card.bad { border-top-color: var(--bad); } .card.bad .verdict { color: var(--bad); }
.badge { display: inline-block; padding: 0 .5rem; border-radius: .7rem; font-size: .85rem; font-weight: 600; line-height: 1.5rem; white-space: nowrap; color: var(--none); background: var(--none-ground); margin: .1rem .3rem .1rem 0; }
.badge.passed { color: var(--good); background: var(--good-ground); }
.badge.failed, .badge.blocked { color: var(--bad); background: var(--bad-ground); }
.badge.known-failure, .badge.stale-baseline { color: var(--known); background: var(--known-ground); }
.badge.vulnerability { color: var(--ground); background: var(--bad); }
.badge.error { color: var(--error); background: var(--error-ground); }
a .badge { text-decoration: underline; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: .85rem; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.lanes { table-layout: fixed; }
.lanes th:first-child { width: 46%; }
.tallies thead th:first-child { width: 16%; }
.lanes .text { overflow-wrap: anywhere; }
.lanes .id { font-weight: 700; }
.level { color: var(--quiet); font-size: .8rem; border: 1px solid var(--line); border-radius: .3rem; padding: 0 .35rem; font-weight: 400; white-space: nowrap; }
.matrix thead th { position: sticky; top: 0; background: var(--ground); }
.lanes td > span.small { display: inline-block; white-space: nowrap; }
.excluded { color: var(--quiet); }
details > summary { cursor: pointer; padding: .3rem 0; }
details.area { margin: .5rem 0; }
details.area > summary h4, details.profile > summary h3 { display: inline; margin: 0 .5rem 0 0; }
details.profile { margin: 1rem 0; } details.profile > details { margin-left: 1rem; }
tr.profile th { font-weight: 700; padding-top: .9rem; }
body:has(#only-open:checked) tr.quiet { display: none; }
body:has(#only-open:checked) :is(details.area, details.profile):not(:has(tbody tr:not(.quiet))) { display: none; }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } .legend dd { margin: 0; }
article { margin: 1.25rem 0; }
details.check { border: 1px solid var(--line); border-left: .35rem solid var(--bad); border-radius: .4rem; padding: .2rem .9rem .5rem; margin: .6rem 0; }
details.check.known-failure, details.check.stale-baseline { border-left-color: var(--known); }
details.check.error { border-left-color: var(--error); }
details.check > summary span { overflow-wrap: anywhere; }
.message { font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .25rem 1rem; margin: .25rem 0 .5rem; }
.pair > div { min-width: 0; }
.exchanges > li { margin: .75rem 0; }
.script { position: relative; }
.script button { position: absolute; top: .4rem; right: .4rem; font: inherit; font-size: .85rem; padding: .1rem .6rem; cursor: pointer; color: var(--text); background: var(--ground); border: 1px solid var(--line); border-radius: .3rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
@media (max-width: 44rem) {
  .lanes, .lanes tbody { display: block; }
  .lanes thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .lanes tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 .5rem; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  body:has(#only-open:checked) .lanes tr.quiet { display: none; }
  .lanes th:first-child { grid-column: 1 / -1; width: auto; }
  .lanes th, .lanes td { border: 0; padding: .15rem 0; }
  .lanes td[data-lane]::before { content: attr(data-lane); display: block; font-size: .75rem; color: var(--quiet); }
  .lanes td.excluded { grid-column: 1 / -1; }
  .lanes .badge { white-space: normal; line-height: 1.3; padding: .1rem .45rem; }
  .facts.wide > div { grid-template-columns: 7rem 1fr; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #f7f7f7; --line: #bbb; --text: #000; --quiet: #444; --link: #000; --good: #145a2f; --good-ground: #fff; --bad: #8f1119; --bad-ground: #fff; --known: #6a3f00; --known-ground: #fff; --error: #6b1973; --error-ground: #fff; --none: #444; --none-ground: #fff; --mark: #eee; --mark-text: #000; }
  body { font-size: 10pt; }
  body > nav, .control, .script button { display: none; }
  main { max-width: none; padding: 0; }
  pre { max-height: none; overflow: visible; font-size: 8pt; }
  .badge { border: 1px solid currentColor; white-space: normal; line-height: 1.3; padding: .05rem .4rem; }
  .lanes th:first-child { width: 40%; }
  .tallies thead th:first-child { width: 16%; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3, h4, h5, summary { break-after: avoid; }
  tr, .card { break-inside: avoid; }
  .matrix thead th { position: static; }
  thead { display: table-header-group; }
}
`;
