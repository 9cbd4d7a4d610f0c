import { expect, test } from 'vitest';
import { runLabel, withOwnLabels, withoutRunLabel } from './own-labels.ts';

const label = withOwnLabels({ 'kfp-conformance/run': '7' });
const request = (method: string, body: unknown) => ({
  method,
  target: '/x',
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

test('what is made around a target carries the labels besides its own', () => {
  const role = { kind: 'ClusterRole', metadata: { name: 'a', labels: { mine: 'x' } }, rules: [] };
  expect(JSON.parse(label(request('POST', role)).body as string)).toEqual({
    kind: 'ClusterRole',
    metadata: { name: 'a', labels: { mine: 'x', 'kfp-conformance/run': '7' } },
    rules: [],
  });
});

test.each([
  request('POST', { kind: 'Pipeline', metadata: { name: 'a' } }),
  request('PATCH', { kind: 'Role' }),
  request('POST', '{"kind":"Namespace"'),
])('what is judged, or makes nothing, goes out as it is', (plain) => {
  // A pipeline with a label of ours would no longer be the one that a user makes.
  expect(label(plain)).toBe(plain);
});

test('a reproduction makes what this run has made, but not as a part of it', () => {
  const made = (labels: object | undefined) =>
    request('POST', { kind: 'Namespace', metadata: { name: 'a', ...(labels && { labels }) } });
  const kept = (labels: object | undefined) =>
    withoutRunLabel({ surface: 'kubernetes', request: made(labels), durationMs: 1 }).request;
  expect(kept({ [runLabel]: '7', 'kfp-conformance/target': 't' })).toEqual(made({ 'kfp-conformance/target': 't' }));
  expect(kept({ [runLabel]: '7' })).toEqual(made(undefined));
  expect(kept({ mine: 'x' })).toEqual(made({ mine: 'x' }));
});
