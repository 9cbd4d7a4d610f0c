import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { served } from '../../src/testing/served.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { countOf, runK6, scriptPath } from './testing/run-k6.ts';

const timeout = patience(60_000);
const named = (index: number): string => `load-0000000${index}`;

/** Two pages of a store with the pipelines 0 to 3, between which a writer's pipeline 7 appears. */
const servedPages = async (pages: readonly (readonly number[])[]): Promise<string> =>
  served((request, response) => {
    void text(request).then((body) => {
      const { searchParams } = new URL(request.url ?? '', 'http://stub');
      if (request.method === 'DELETE') response.end('{}');
      else if (request.method === 'POST')
        response.end(JSON.stringify({ ...(JSON.parse(body) as object), pipeline_id: crypto.randomUUID() }));
      else {
        const page = searchParams.has('page_token') ? 1 : 0;
        const pipelines = (pages[page] ?? []).map((index) => ({ name: named(index) }));
        response.end(JSON.stringify({ pipelines, ...(page === 0 && { next_page_token: 'second' }) }));
      }
    });
  });

const walked = async (pages: readonly (readonly number[])[], own: Readonly<Record<string, number>> = {}) => {
  const directory = await temporaryDirectory();
  const loop = { CLOSED: 1, SECONDS: 1, VUS: 1, WARM_UP: 0 };
  const settings = { KFP_URL: await servedPages(pages), N: 4, FIRST: 7, ...loop, ...own };
  const { metrics } = await runK6(directory, scriptPath('rest/walk-beside-writers'), settings);
  const count = (name: string): number => countOf(metrics, `figure_${name}`);
  const walks = count('pages') / 2;
  return {
    gaps: count('gaps') / walks,
    duplicates: count('duplicates') / walks,
    walksBeside: count('walks_beside'),
    written: count('written'),
  };
};

test('pipelines of the writers are neither expected nor counted', { timeout }, async () => {
  const { gaps, duplicates, walksBeside, written } = await walked([
    [0, 1, 7],
    [7, 2, 3],
  ]);
  expect({ gaps, duplicates }).toEqual({ gaps: 0, duplicates: 0 });
  expect(walksBeside).toBeGreaterThan(0);
  expect(written).toBeGreaterThan(0);
});

// A page token that counts rows shows one twice where a writer created one before it, and misses one after a deletion.
test('a pipeline that was there all the time is missed, or shown twice', { timeout }, async () => {
  expect(
    await walked([
      [0, 1],
      [1, 3],
    ]),
  ).toMatchObject({ gaps: 1, duplicates: 1 });
});

test('without writers no walk counts as beside them', { timeout }, async () => {
  expect(
    await walked(
      [
        [0, 1],
        [2, 3],
      ],
      { BESIDE: 0 },
    ),
  ).toMatchObject({ gaps: 0, walksBeside: 0, written: 0 });
});
