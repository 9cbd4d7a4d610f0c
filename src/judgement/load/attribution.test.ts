import { expect, test } from 'vitest';
import { attribute, servedShare } from './attribution.ts';

const sum = (parts: object): number => Object.values(parts).reduce((total: number, part: number) => total + part, 0);

test('a mean is divided among client, API server, webhook and etcd', () => {
  const found = attribute(10, 1000, { apiServer: 6, webhook: 2, etcd: 1 });
  expect(found).toEqual({ client: 4, apiServer: 3, webhook: 2, etcd: 1 });
  expect(found && servedShare(found)).toBeCloseTo(0.6);
});

test('in database mode all of the mean is the client’s', () => {
  const found = attribute(3, 10, { apiServer: 0, webhook: 0, etcd: 0 });
  expect(found).toEqual({ client: 3, apiServer: 0, webhook: 0, etcd: 0 });
  expect(found && servedShare(found)).toBe(0);
});

// Why: the garbage collector also sends requests, so that the servers may have worked longer than the client waited.
test('the sum never exceeds the mean of the client', () => {
  const found = attribute(4, 1000, { apiServer: 8, webhook: 0, etcd: 2 });
  expect(found && sum(found)).toBeCloseTo(4);
  expect(found).toEqual({ client: 0, apiServer: 3, webhook: 0, etcd: 1 });
});

test('a negative rest of the API server is zero', () => {
  const found = attribute(10, 1000, { apiServer: 2, webhook: 1, etcd: 3 });
  expect(found).toEqual({ client: 6, apiServer: 0, webhook: 1, etcd: 3 });
  expect(found && sum(found)).toBe(10);
});

test('both at once', () => {
  const found = attribute(2, 1000, { apiServer: 2, webhook: 1, etcd: 3 });
  expect(found).toMatchObject({ client: 0, apiServer: 0 });
  expect(found && sum(found)).toBeCloseTo(2);
});

test.each([
  [5, 0],
  [0, 5],
  [NaN, 5],
])('a mean of %d ms over %d iterations is not divided', (mean, iterations) => {
  expect(attribute(mean, iterations, { apiServer: 1, webhook: 0, etcd: 0 })).toBeUndefined();
});
