import { expect, test } from 'vitest';
import type { Measurement } from '../../judgement/load/schema.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { loadFacts, loadNotices } from './load-facts.ts';

const sample = sampleLoadReport();
const withEach = (changes: Partial<Measurement>) => ({
  ...sample,
  measurements: sample.measurements.map((one) => ({ ...one, ...changes })),
});
const labelsOf = (report: typeof sample) => new Map(loadFacts(report)).get('Labels');

test('a factor that differs from its default is a label, webhooks and watchers that of Kubernetes mode', () => {
  const own = 'the generator shares its 2 CPUs with the servers';
  expect(labelsOf(sample)).toBe(own);
  expect(labelsOf(withEach({ variation: { tenancy: 'multi-user', webhooks: 'off', watchers: '3' } }))).toBe(
    [
      own,
      'all measurements: tenancy multi-user',
      'all measurements of Kubernetes mode: webhooks off',
      'all measurements of Kubernetes mode: watchers 3',
    ].join('; '),
  );
});

// Why: latencies of a closed loop leave out what a slow server kept waiting.
test('a closed loop is told, but not because of restarts, which are never at a rate', () => {
  const text = expect.stringContaining('Latency is not judged') as string;
  expect(loadNotices(withEach({ loop: 'closed' }))).toContainEqual(text);
  expect(loadNotices(sample)).not.toContainEqual(text);
});

test('a build that does not say what it is has its digest', () => {
  const [, binary] = sample.targets;
  const targetText = (changes: Partial<NonNullable<typeof binary>>) =>
    new Map(loadFacts({ ...sample, targets: [{ ...binary!, ...changes }] })).get('Target');
  expect(targetText({})).toBe('binary, 2.17.0, sha256 6b42fcf16b42');
  expect(targetText({ name: 'fork', release: 'unknown' })).toBe(
    'fork (binary, sha256 6b42fcf16b42, release not known)',
  );
  expect(targetText({ commit: '7b70c7b95f3e0000' })).toBe('binary, 2.17.0, commit 7b70c7b95f3e');
});
