const perLook = (rule: (look: number) => string): string =>
  Array.from({ length: 7 }, (_, look) => rule(look)).join('\n');

const dashes = ['none', '7 3', '2 3', '9 3 2 3', '4 2', '1 4', '12 4'];

/**
 * The style of all charts. Colours are told apart with any colour vision, have a contrast of at least 4.5 to the ground in
 * light and dark mode, and dashes and markers repeat what they say.
 */
export const chartStyle = `
:root {
  --look-0: #005ea8; --look-1: #b04300; --look-2: #00705a; --look-3: #8a3a86; --look-4: #7a5c00; --look-5: #1b1f27; --look-6: #a3123f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --look-0: #74bdf7; --look-1: #ffab70; --look-2: #5edcb4; --look-3: #e3a3df; --look-4: #ecd06a; --look-5: #e8ebf0; --look-6: #ff9db8;
  }
}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .8rem 1.5rem; margin: .6rem 0; }
@media (min-width: 60rem) {
  .charts.by-2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .charts.by-3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}
.charts figure { margin: 0; min-width: 0; break-inside: avoid; }
.charts figcaption { font-size: .95rem; font-weight: 600; }
.chart { display: block; width: 100%; max-width: 36rem; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--text); overflow: visible; }
@media (max-width: 44rem) {
  .chart { font-size: 14px; }
}
.chart .grid { stroke: var(--line); stroke-opacity: 1; }
.chart .axis { color: var(--quiet); }
.chart .event { color: var(--text); stroke-dasharray: 1 3; }
.chart text { stroke: none; }
.chart .inside { color: var(--ground); font-weight: 600; }
.chart .sum { font-weight: 600; }
${perLook((look) => `:is(.line-${look}, .edge-${look}, .band-${look}, .dot-${look}, .label-${look}, .bar-${look}) { color: var(--look-${look}); }`)}
${perLook((look) => `.chart .line-${look} { stroke-dasharray: ${dashes[look]}; stroke-width: 2; stroke-linecap: butt; }`)}
.chart [class^="band-"] { fill-opacity: .1; }
.chart [class^="edge-"] { stroke-width: 1; stroke-opacity: .55; }
.chart [class^="label-"] { font-weight: 600; }
.chart [class^="bar-"] { fill: currentColor; stroke: var(--ground); stroke-width: 1; }
.key { list-style: none; padding: 0; margin: .4rem 0; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; font-size: .85rem; }
.key i { display: inline-block; width: .9rem; height: .9rem; border-radius: .15rem; background: currentColor; vertical-align: -.1rem; margin-right: .35rem; }
@media print {
  :root { --look-0: #005ea8; --look-1: #b04300; --look-2: #00705a; --look-3: #8a3a86; --look-4: #7a5c00; --look-5: #000; --look-6: #a3123f; }
  .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
`;
