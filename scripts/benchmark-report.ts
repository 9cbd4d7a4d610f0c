import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from '../src/testing/launch-browser.ts';
import { largeReport } from '../src/report/testing/large-report.ts';
import { writeReport } from '../src/report/write-report.ts';

// Reports how long report.html of a large run loads in Chromium, as a multiple of an empty page's time.

const rounds = 7;

const directory = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-benchmark-'));
const report = path.join(directory, 'report.html');
const empty = path.join(directory, 'empty.html');
await writeReport(largeReport(), directory);
await writeFile(empty, '<!doctype html><title>empty</title>');
const context = await launchBrowser(path.join(directory, 'profile'));
const page = await context.newPage();

/** The time until the load event, in milliseconds. */
const loadTime = async (file: string): Promise<number> => {
  await page.goto(pathToFileURL(file).href);
  return page.evaluate<number>('performance.timing.loadEventEnd - performance.timing.navigationStart');
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

try {
  const [ofReport, ofEmpty]: [number[], number[]] = [[], []];
  // The pages alternate, so that other load on the machine affects both equally; the first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const [whole, none] = [await loadTime(report), await loadTime(empty)];
    if (round > 0) {
      ofReport.push(whole);
      ofEmpty.push(none);
    }
  }
  await page.goto(pathToFileURL(report).href);
  const elements = await page.evaluate<number>(`document.querySelectorAll('*').length`);
  const [whole, none] = [median(ofReport), median(ofEmpty)];
  process.stdout.write(
    `report.html of 2,500 checks: ${whole} ms, ${(whole / Math.max(1, none)).toFixed(1)} times an empty page; ` +
      `${((await stat(report)).size / 1e6).toFixed(2)} MB, ${elements.toLocaleString('en')} elements\n`,
  );
} finally {
  await context.close();
  await rm(directory, { recursive: true, force: true });
}
