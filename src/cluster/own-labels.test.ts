import { expect, test } from 'vitest';
import { runLabel, withOwnLabels, withoutRunLabel } from './own-labels.ts';

const label = withOwnLabels({ 'kfp-conformance/run': '7' });
const request = (method: string, body: unknown) => ({
  method,
  target: '/x',
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

test('objects created around a target get the labels in addition to their own', () => {
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
])('a request for a judged object, or one that creates nothing, is sent unchanged', (plain) => {
  // With an additional label, a pipeline would differ from the one that a user creates.
  expect(label(plain)).toBe(plain);
});

test('a reproduction creates the same objects without the label of this run', () => {
  const creation = (labels: object | undefined) =>
    request('POST', { kind: 'Namespace', metadata: { name: 'a', ...(labels && { labels }) } });
  const reproduced = (labels: object | undefined) =>
    withoutRunLabel({ surface: 'kubernetes', request: creation(labels), durationMs: 1 }).request;
  const targetLabels = { 'kfp-conformance/target': 't' };
  expect(reproduced({ [runLabel]: '7', ...targetLabels })).toEqual(creation(targetLabels));
  expect(reproduced({ [runLabel]: '7' })).toEqual(creation(undefined));
  expect(reproduced({ mine: 'x' })).toEqual(creation({ mine: 'x' }));
});
