import { expect, test } from 'vitest';
import { attribute, servedShare } from './attribution.ts';

const sum = (parts: object): number => Object.values(parts).reduce((total: number, part: number) => total + part, 0);

test('a mean is divided among client, API server, webhook and etcd', () => {
  const found = attribute(10, 1000, { apiServer: 6, webhook: 2, etcd: 1 });
  expect(found).toEqual({ attribution: { client: 4, apiServer: 3, webhook: 2, etcd: 1 }, residues: [] });
  expect(found && servedShare(found.attribution)).toBeCloseTo(0.6);
});

test('in database mode all of the mean is the client’s', () => {
  const found = attribute(3, 10, { apiServer: 0, webhook: 0, etcd: 0 });
  expect(found?.attribution).toEqual({ client: 3, apiServer: 0, webhook: 0, etcd: 0 });
  expect(found && servedShare(found.attribution)).toBe(0);
});

// Why: the garbage collector also sends requests, so that the servers may have worked longer than the client waited.
test('the sum never exceeds the mean of the client', () => {
  const found = attribute(4, 1000, { apiServer: 8, webhook: 0, etcd: 2 });
  expect(found && sum(found.attribution)).toBeCloseTo(4);
  expect(found?.attribution).toEqual({ client: 0, apiServer: 3, webhook: 0, etcd: 1 });
  expect(found?.residues).toMatchObject([{ part: 'client', milliseconds: 4 }]);
});

test('a negative rest of the API server is zero, and its residue is named', () => {
  const found = attribute(10, 1000, { apiServer: 2, webhook: 1, etcd: 3 });
  expect(found?.attribution).toEqual({ client: 6, apiServer: 0, webhook: 1, etcd: 3 });
  expect(found?.residues).toMatchObject([{ part: 'apiServer', milliseconds: 2 }]);
  expect(found && sum(found.attribution)).toBe(10);
});

test('both residues at once', () => {
  const found = attribute(2, 1000, { apiServer: 2, webhook: 1, etcd: 3 });
  expect(found?.residues.map(({ part }) => part)).toEqual(['apiServer', 'client']);
  expect(found && sum(found.attribution)).toBeCloseTo(2);
});

test.each([
  [5, 0],
  [0, 5],
  [NaN, 5],
])('a mean of %d ms over %d iterations is not divided', (mean, iterations) => {
  expect(attribute(mean, iterations, { apiServer: 1, webhook: 0, etcd: 0 })).toBeUndefined();
});
