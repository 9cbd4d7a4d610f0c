import { pathToFileURL } from 'node:url';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/launch-browser.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { fileResources } from '../../testing/test-resources.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { writeLoadReport } from './write-load-report.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 375, height: 812 };

const report = sampleLoadReport();
const resources = fileResources();
let context: BrowserContext;
let page: Page;
let address: string;

beforeAll(async () => {
  const folder = (await resources.use(testFolder())).path;
  await writeLoadReport(report, path.join(folder, 'run'));
  address = pathToFileURL(path.join(folder, 'run', 'report.html')).href;
  context = await resources.use(launchBrowser(path.join(folder, 'profile')));
  page = await context.newPage();
});

/** Opens the page anew. */
const open = async (size = desktop, fragment = ''): Promise<void> => {
  await page.goto('about:blank');
  await page.setViewportSize(size);
  await page.goto(`${address}${fragment}`);
};

const textOf = async (selector: string): Promise<string> =>
  ((await page.locator(selector).textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();

const openAll = `for (const details of document.querySelectorAll('details')) details.open = true`;

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('the first screen: %s', (_, size) => {
  test('says what was measured and whether it can be used', async () => {
    await open(size);
    const end = await page.locator('#validity').evaluate((element) => element.getBoundingClientRect().bottom);
    expect(end).toBeLessThanOrEqual(size.height);
    expect(await textOf('#validity')).toContain('Can it be used? ✗ Partly: 294 of 300 measurements are valid');
    for (const reason of ['dropped-iterations', 'schedule-lag', 'wrong-answers', 'client-limited'])
      expect(await textOf('#validity')).toContain(reason);
    for (const text of [
      'binary, 2.17.0, sha256 6b42fcf16b42',
      'AMD EPYC',
      'full; audit log off',
      'sample, seed 1361600612',
    ])
      expect(await textOf('header')).toContain(text);
  });
});

test('the table of numbers begins on the first screen, without scrolling', async () => {
  await open();
  const top = await page
    .locator('.headline tbody')
    .first()
    .evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeLessThan(desktop.height * 0.8);
  const { inner, outer } = await page.evaluate<{ inner: number; outer: number }>(`(() => {
    const table = document.querySelector('.headline').parentElement;
    return { inner: table.scrollWidth, outer: table.clientWidth };
  })()`);
  expect(inner).toBeLessThanOrEqual(outer);
});

// The numbers are computed here in another way than by the page.
test('every number of the table is that of the report, and none is of an invalid measurement', async () => {
  await open();
  const rows = await page.locator('.headline tbody').evaluateAll((bodies) =>
    bodies.flatMap((body) => {
      const operation = body.querySelector('tr.operation')?.textContent?.trim();
      return [...body.querySelectorAll('tr:not(.operation)')].map((row) => ({
        operation,
        lane: row.querySelector('.lane')?.textContent?.trim(),
        target: row.querySelector('.target')?.textContent?.trim(),
        cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
      }));
    }),
  );
  // Three digits, and two behind the point at most.
  const digits = (value: number): string =>
    value >= 100
      ? Math.round(value).toLocaleString('en')
      : value.toFixed(Math.min(2, 2 - Math.floor(Math.log10(Number(value.toPrecision(3))))));
  let compared = 0;
  for (const { operation, lane, target, cells } of rows) {
    const own = report.measurements
      .filter((one) => one.operation === operation && one.lane === lane && one.target === target)
      .toSorted((a, b) => a.objects - b.objects);
    const wanted = own.flatMap((one) => {
      if (one.invalid.length > 0) return [expect.stringMatching(/^✗ invalid: /) as string];
      if (one.response === undefined) return [expect.stringMatching(/^(?:ready|watchers) /) as string];
      const at = (percent: number): string => digits(one.response!.grid[report.quantileGrid.indexOf(percent)]!);
      return [
        at(50),
        one.response.count < 368 ? `too few (${one.response.count})` : at(99),
        `${digits(one.perSecond)} of ${digits(one.capacityPerSecond!)}${one.capacityLimitedBy === undefined ? '' : " (not the servers')"}`,
      ];
    });
    expect(cells, `${operation} ${lane} ${target}`).toEqual(
      own.length > 0 ? wanted : [expect.stringMatching(/^not in this lane: /)],
    );
    compared += own.length;
  }
  expect(compared).toBe(report.measurements.length);
});

test.each([
  ['desktop', desktop],
  ['phone', phone],
])('nothing is wider than the page, with everything open: %s', async (_, size) => {
  await open(size);
  await page.evaluate(openAll);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
});

test('on a phone each number has its name', async () => {
  await open(phone);
  const names = await page.evaluate(
    `[...document.querySelectorAll('.headline td.number')].slice(0, 3).map((cell) => getComputedStyle(cell, '::after').content)`,
  );
  expect(names).toEqual(['" p50 ms"', '" p99 ms"', '" /s"']);
});

test.each(['light', 'dark'] as const)(
  'the lines of lanes have colours and dashes of their own: %s',
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open();
    const looks = await page.evaluate<{ colours: string[]; dashes: string[] }>(`(() => {
    const styles = [0, 1, 2].map((look) => getComputedStyle(document.querySelector('.line-' + look)));
    return { colours: styles.map((one) => one.stroke), dashes: styles.map((one) => one.strokeDasharray) };
  })()`);
    expect(new Set(looks.colours).size).toBe(3);
    expect(new Set(looks.dashes).size).toBe(3);
    await page.emulateMedia({ colorScheme: 'light' });
  },
);

test('no text of a chart leaves it or covers another', async () => {
  await open();
  const wrong = await page.locator('svg.chart').evaluateAll((charts) =>
    charts.flatMap((chart) => {
      const outer = chart.getBoundingClientRect();
      const title = chart.querySelector('title')?.textContent;
      const texts = [...chart.querySelectorAll('text')].map((text) => ({
        text: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      const outside = texts.filter(
        ({ box }) =>
          box.left < outer.left - 2 ||
          box.right > outer.right + 4 ||
          box.top < outer.top - 2 ||
          box.bottom > outer.bottom + 2,
      );
      const covering = texts.filter(({ box }, at) =>
        texts.some(
          (other, index) =>
            index > at &&
            Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 2 &&
            Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 4,
        ),
      );
      return [...outside, ...covering].map(({ text }) => `${title}: ${text}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('is printed on few pages, whatever is open, with all plots', async () => {
  await open();
  await page.evaluate(openAll);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(5);
  expect(pages).toBeLessThanOrEqual(30);
});

// Of rows and plots, which are all alike, the first stay: axe takes a minute for all of them.
test.each([
  ['light', desktop],
  ['dark', desktop],
  ['light', phone],
] as const)('axe finds nothing, with everything open: %s, %o', async (colorScheme, size) => {
  await page.emulateMedia({ colorScheme });
  await open(size);
  await page.evaluate(openAll);
  await page.evaluate(`{
    const others = [
      'figure:nth-child(n + 2)', '.operations > section:nth-child(n + 2)', '.data tr:nth-child(n + 4)',
      '.headline tbody:nth-of-type(n + 3)', '.headline tr > :nth-child(n + 11)',
    ];
    for (const other of document.querySelectorAll(others.join(', '))) other.remove();
  }`);
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html)
          .join(' ')}`,
    ),
  ).toEqual([]);
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'svg-img-alt']));
});
