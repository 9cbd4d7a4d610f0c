import { expect, test } from 'vitest';
import { snapshotKey } from './snapshot-key.ts';

const versions = { etcd: '3.6.16', MariaDB: '10.11.19' };
const data = { seed: 1, pipelines: 1000, sizes: [1, 2], storage: 'database' };

test('the order of properties does not matter', () => {
  const turned = { storage: 'database', sizes: [1, 2], pipelines: 1000, seed: 1 };
  expect(snapshotKey({ data: turned, versions: { MariaDB: '10.11.19', etcd: '3.6.16' } })).toBe(
    snapshotKey({ data, versions }),
  );
  expect(snapshotKey({ data, versions })).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  { data: { ...data, seed: 2 }, versions },
  { data: { ...data, sizes: [2, 1] }, versions },
  { data: { ...data, pipelines: '1000' }, versions },
  { data, versions: { ...versions, etcd: '3.6.17' } },
])('other data or versions have another key: %j', (other) => {
  expect(snapshotKey(other)).not.toBe(snapshotKey({ data, versions }));
});
