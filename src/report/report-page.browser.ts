import { pathToFileURL } from 'node:url';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimCounts } from '../judgement/claim-counts.ts';
import { checksOf } from '../judgement/check-list.ts';
import { differingRequirements } from '../judgement/lane-differences.ts';
import { modeCounts } from '../judgement/mode-counts.ts';
import { vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import { testFolder } from '../testing/test-folder.ts';
import { fileResources } from '../testing/test-resources.ts';
import { gateCountsText, modesSentence } from './cause-text.ts';
import { claimSentence } from './claim-text.ts';
import { launchBrowser } from '../testing/launch-browser.ts';
import { largeReport } from './testing/large-report.ts';
import { writeReport } from './write-report.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 375, height: 812 };

const report = largeReport();
const resources = fileResources();
let folder: string;
let context: BrowserContext;
let page: Page;
let address: string;

/** A browser with an empty profile of this name. */
const browser = (profile: string, javaScriptEnabled = true): Promise<BrowserContext> =>
  launchBrowser(path.join(folder, profile), javaScriptEnabled);

beforeAll(async () => {
  folder = (await resources.use(testFolder())).path;
  await writeReport(report, path.join(folder, 'run'));
  address = pathToFileURL(path.join(folder, 'run', 'report.html')).href;
  context = await resources.use(browser('profile'));
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

const shownRows = (): Promise<string[]> => page.locator('tr.row:visible > th > a').allTextContents();

test('the report is as large as it says', () => {
  const { checks, knownFailure, failed, staleBaseline } = report.summary;
  expect({ checks, knownFailure, failed, staleBaseline }).toEqual({
    checks: 2500,
    knownFailure: 600,
    failed: 3,
    staleBaseline: 1,
  });
});

test.each([
  ['desktop', desktop],
  ['phone', phone],
])('the first screen answers without scrolling: %s', async (_, size) => {
  await open(size);
  const end = await page.locator('#verdicts').evaluate((element) => element.getBoundingClientRect().bottom);
  expect(end).toBeLessThanOrEqual(size.height);
  expect(await textOf('#gate')).toContain(`Gate: ✗ failed ${gateCountsText(report)}`);
  expect(gateCountsText(report)).toMatch(/^2 new \(2 checks\), 1 changed \(1 check\), 1 fixed \(1 check\), /);
  const links = await page.locator('#gate li > a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  expect(links).toEqual([
    '#CRUD-06.kubernetes-rest.made-up-5-once',
    '#CRUD-16.kubernetes-rest.made-up-15-once',
    '#CRUD-07.kubernetes-rest.made-up-6-once',
    '#CRUD-08.kubernetes-rest.made-up-7-once',
  ]);
  for (const [index, counts] of claimCounts(report).entries()) {
    const decided = report.verdicts.conformance[index]!;
    expect(await textOf('#claims')).toContain(
      `${decided.profile} ✗ not conformant: ${claimSentence(counts, decided, report.options)}`.replaceAll('`', ''),
    );
  }
  expect(await textOf('#mode-counts')).toContain(modesSentence(modeCounts(report)));
  expect(await textOf('#vulnerability-counts')).toContain(
    `${vulnerabilitiesOf(report).length} findings in 5 requirements`,
  );
  expect(await textOf('header')).toContain('kfp-conformance 0.1.0, commit 587a360d2f0c');
  expect(await textOf('header')).toContain('binary, 2.17.0, commit 7b70c7b95f3e');
});

describe('the filter', () => {
  test('shows the rows that have the outcome in the lane, and keeps itself in the address', async () => {
    await open();
    await page.selectOption('#filter select[name=lane]', 'database/rest');
    await page.selectOption('#filter select[name=outcome]', 'known-failure');
    const wanted = report.requirements.filter(({ lanes }) =>
      lanes['database/rest']?.checks.some(({ outcome }) => outcome === 'known-failure'),
    );
    expect(await shownRows()).toEqual(wanted.map(({ id }) => id));
    expect(await textOf('#filter output')).toBe(`${wanted.length} of ${report.requirements.length}`);
    const filtered = page.url();
    expect(decodeURIComponent(new URL(filtered).hash)).toBe('#?q=lane:database/rest outcome:known-failure');
    await page.goto('about:blank');
    await page.goto(filtered);
    expect(await shownRows()).toEqual(wanted.map(({ id }) => id));
    expect(await page.locator('#filter select[name=lane]').inputValue()).toBe('database/rest');
  });

  test('finds text, what is new, and where lanes differ', async () => {
    await open(desktop, '#?q=MADE-UP-249');
    expect(await shownRows()).toEqual(['SEC-50']);
    await open(desktop, '#?q=new');
    expect(await shownRows()).toEqual(['CRUD-06', 'CRUD-07', 'CRUD-16']);
    await page.getByRole('link', { name: 'Where lanes differ' }).click();
    expect(await shownRows()).toEqual([...differingRequirements(report)]);
  });

  test('a link to a check that it hides shows that check', async () => {
    await open(desktop, '#?q=new');
    await page.evaluate(`location.hash = '#SEC-50.database-rest.made-up-249-once'`);
    await page.locator('[id="SEC-50.database-rest.made-up-249-once"]').waitFor({ state: 'visible' });
    expect(await page.locator('[id="SEC-50.database-rest.made-up-249-once"]').isVisible()).toBe(true);
  });

  test('is reached and used by the keyboard', async () => {
    await open();
    await page.locator('#filter input[type=search]').focus();
    await page.keyboard.type('made-up-249');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement.getAttribute('name')`)).toBe('lane');
    const more = page.locator('tr.more:visible summary').first();
    await more.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('[id="SEC-50.database-rest.made-up-249-once"]').isVisible()).toBe(true);
  });
});

describe('a link to a check', () => {
  // Of a check that fails, of one that passed, and of the repetition in multi-user mode of one that ended alike.
  test.each([
    ['LIST-01.kubernetes-crd.made-up-100-twice'],
    ['LIST-06.kubernetes-crd.made-up-105-twice'],
    ['LIST-01.kubernetes-crd.made-up-100-once-multi-user'],
  ])('lands open and marked: %s', async (id) => {
    await open(desktop, `#${id}`);
    const found = await page.evaluate(`(() => {
      const element = document.getElementById('${id}');
      const marked = element.closest('details.check') ?? element;
      const { top, bottom } = marked.getBoundingClientRect();
      return {
        opened: element.closest('details').open,
        outline: getComputedStyle(marked).outlineStyle,
        inView: top < innerHeight && bottom > 0,
      };
    })()`);
    expect(found).toEqual({ opened: true, outline: 'solid', inView: true });
  });

  test('every cell of the matrix opens a check of its lane', async () => {
    await open();
    await page.locator('tr.row:has(#FILT-02) td[data-lane="kubernetes/crd"] a').click();
    const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
    expect(id).toBe('FILT-02.kubernetes-crd.made-up-51-once');
    expect(await page.locator(`[id="${id}"] .message`).isVisible()).toBe(true);
  });

  test('its exchanges and its script are beside the page', async () => {
    await open(desktop, '#LIST-01.kubernetes-crd.made-up-100-twice');
    await page.locator('details.check[open] a', { hasText: '4 exchanges' }).click();
    expect(await textOf('h1')).toContain('LIST-01 in kubernetes/crd, made-up-100-twice');
    expect(await page.locator('.exchanges > li').count()).toBe(4);
  });
});

test('weighs little', async () => {
  await open();
  const bytes = Buffer.byteLength(await page.content());
  const elements = await page.locator('*').count();
  expect(bytes).toBeLessThanOrEqual(1.5 * 1024 * 1024);
  expect(elements).toBeLessThanOrEqual(20_000);
});

test('all checks of the report are in the page', async () => {
  await open();
  const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map((one) => one.id)));
  const lost = checksOf(report).filter(
    ({ requirement, lane, check }) => !ids.has(`${requirement.id}.${lane.replace('/', '-')}.${check.scenario}`),
  );
  expect(lost).toEqual([]);
});

test('can be read without its script', async () => {
  await using plain = await browser('plain', false);
  const quietPage = await plain.newPage();
  await quietPage.goto(`${address}#LIST-01.kubernetes-crd.made-up-100-twice`);
  expect(await quietPage.locator('tr.row:visible').count()).toBe(report.requirements.length);
  expect(await quietPage.locator('[id="LIST-01.kubernetes-crd.made-up-100-twice"]').isVisible()).toBe(true);
  expect(await quietPage.locator('#filter').isVisible()).toBe(false);
});

test('is printed on few pages, whatever is open', async () => {
  await open();
  await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(5);
  expect(pages).toBeLessThanOrEqual(60);
});

test('nothing is wider than a phone, with everything open', async () => {
  await open(phone);
  const width = await page.evaluate(`(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    return document.documentElement.scrollWidth;
  })()`);
  expect(width).toBeLessThanOrEqual(phone.width);
});

// Of rows and lists, which are all alike, the first stay: axe takes a minute for all of them.
test.each([
  ['light', desktop],
  ['dark', desktop],
  ['light', phone],
] as const)('axe finds nothing, with everything open: %s, %o', async (colorScheme, size) => {
  await page.emulateMedia({ colorScheme });
  await open(size, '#CRUD-01.kubernetes-crd.made-up-0-twice');
  await page.evaluate(`{
    const others = 'tbody:not(:first-of-type), tr:nth-child(n + 14), li:nth-child(n + 9)';
    for (const other of document.querySelectorAll(others)) other.remove();
    for (const details of document.querySelectorAll('details')) details.open = true;
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
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
});
