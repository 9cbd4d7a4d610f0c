import { expect, test } from 'vitest';
import { requireOneTarget } from './one-target.ts';
import type { Report } from './schema.ts';

const run = (id: string, target: Partial<Report['target']> = {}, product?: string): Report =>
  ({
    run: { id },
    target: { release: '2.17.0', digests: [], ...target },
    environment: product === undefined ? {} : { database: { product } },
  }) as unknown as Report;
const together =
  (...reports: readonly Report[]) =>
  () =>
    requireOneTarget(reports);

test('runs of one build in several environments are of one target', () => {
  expect(together(run('a', { digests: ['x', 'y'] }, 'MariaDB'), run('b', { digests: ['y'] }), run('c'))).not.toThrow();
  expect(together(run('a'), run('b', { release: 'unknown' }))).not.toThrow();
});

test('another release, database product or build is another target; the error names both runs', () => {
  expect(together(run('a'), run('b', { release: '2.18.0' }))).toThrow(/runs a and b .*release 2\.17\.0.*2\.18\.0/);
  expect(together(run('a', {}, 'MariaDB'), run('b', {}, 'MySQL'))).toThrow(/database MariaDB.*MySQL/);
  expect(together(run('a', { digests: ['x'] }), run('b', { digests: ['y'] }))).toThrow(/no digest in common/);
});
