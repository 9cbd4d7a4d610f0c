import { chartStyle } from '../charts/chart-style.ts';
import { style } from '../html-style.ts';

/** The style sheet of the report of a load run: that of report.html, and what only a load run has. */
export const loadStyle = `${style}${chartStyle}
.measured { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 0 1.5rem; margin: .3rem 0; font-size: .85rem; }
.measured > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .6rem; }
.measured dt { color: var(--quiet); }
#verdict .card ul { font-size: .85rem; }
#validity:only-child { grid-column: 1 / -1; }
.scroll { overflow-x: auto; max-width: 100%; overflow-wrap: normal; }
.scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.headline { font-size: .82rem; }
.headline :is(th, td) { padding: .12rem .3rem; }
.headline .first { border-left: 1px solid var(--line); padding-left: .5rem; }
.headline thead th { vertical-align: bottom; white-space: nowrap; }
.headline tbody th { white-space: nowrap; }
.headline .operation th { background: var(--raised); font-weight: 700; padding-top: .3rem; }
.headline .target { color: var(--quiet); }
.headline .rate { white-space: nowrap; }
.headline .invalid { color: var(--bad); background: var(--bad-ground); font-weight: 600; }
.headline .rate { color: var(--quiet); }
.headline .limited { white-space: normal; }
.headline .figures { color: var(--quiet); }
.headline :is(td.number, .invalid, .figures) { min-width: 2.9rem; }
.operations.single { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 0 1.5rem; }
.operations > section { min-width: 0; }
.operations.single > section:has(details[open]) { grid-column: 1 / -1; }
.data { font-size: .85rem; width: auto; min-width: min(100%, 40rem); }
.data :is(th, td) { padding: .2rem .6rem .2rem 0; max-width: 34rem; }
.data tbody :is(th, td) { font-variant-numeric: tabular-nums; }
section > section { margin-top: 1.2rem; }
@media (max-width: 44rem) {
  .measured { font-size: .75rem; line-height: 1.3; }
  .measured > div { display: block; }
  .measured :is(dt, dd) { display: inline; }
  .measured dt::after { content: ": "; }
  #verdict .card ul { font-size: .75rem; line-height: 1.3; }
  .headline, .headline tbody, .headline tr { display: block; }
  .headline thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .headline tr { display: grid; grid-template-columns: 4.5rem repeat(3, minmax(0, 1fr)); border-bottom: 1px solid var(--line); padding: .2rem 0; }
  .headline tbody th { grid-column: 1 / -1; border: 0; }
  .headline td { border: 0; padding: .05rem 0; text-align: left; white-space: normal; }
  .headline td.first { grid-column: 1 / span 2; display: flex; gap: .25rem; align-items: baseline; border: 0; padding-left: 0; }
  .headline td.first[colspan] { grid-column: 1 / -1; padding-right: .3rem; }
  .headline td.first::before { content: attr(data-size); flex: 0 0 4.3rem; color: var(--quiet); }
  .headline td.number::after { content: " " attr(data-name); color: var(--quiet); font-size: .7rem; }
  .headline td.rate::after { content: " /s"; }
}
@media print {
  .scroll { overflow: visible; }
  .headline { font-size: 6pt; }
  .headline :is(th, td) { padding: .05rem .12rem; }
  .charts { gap: .4rem 1rem; }
  .chart { max-width: 100%; }
}
`;
