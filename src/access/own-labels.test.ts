import { expect, test } from 'vitest';
import { withOwnLabels } from './own-labels.ts';

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
