import { expect, test } from 'vitest';
import { served } from '../../../testing/served.ts';
import { testResources } from '../../../testing/test-resources.ts';
import { findTargetScraper } from './target.ts';

const scraperOf = async (status: number, page: string) =>
  findTargetScraper(
    { origin: await served((_, answer) => answer.writeHead(status).end(page)) },
    testResources().signal,
  );

test('a target with metrics is scraped', async () => {
  const scraper = await scraperOf(200, '# TYPE go_goroutines gauge\ngo_goroutines 42\nother{a="b"} 1\n');
  expect(await scraper?.read(testResources().signal)).toMatchObject({ gauges: { goroutines: 42 }, totals: {} });
});

test.each([
  [404, 'no such page'],
  [200, '<html>KFP</html>'],
  [200, 'other{a="b"} 1\n'],
])('a target that answers %d %s has no metrics, which is no failure', async (status, page) => {
  expect(await scraperOf(status, page)).toBeUndefined();
});
