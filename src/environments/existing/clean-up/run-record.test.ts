import { expect, test, vi } from 'vitest';
import { identify } from '../../../processes/process-identity.ts';
import type { ClusterClient, ListQuery } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { findRunRecords, requireUniquePrefixes } from './run-record.ts';

// Skips the wait for another renewal.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const old = '2026-11-23T07:00:00.000000Z';

/** A cluster with one record, whose renew time changes to `later` at the second look. */
const clusterWith = (annotations: object, renewTime: string, later = renewTime) => {
  const lease = (renewed: string) => ({ metadata: { name: 'one', annotations }, spec: { renewTime: renewed } });
  return { list: async () => [lease(renewTime)], get: async () => lease(later) } as unknown as ClusterClient;
};
const aliveIn = async (cluster: ClusterClient): Promise<boolean | undefined> => {
  const records = await findRunRecords(cluster, 'kubeflow');
  return records?.[0]?.isAlive();
};
const processIs = (start: string | undefined) => ({
  'kfp-conformance/process': JSON.stringify({ ...identify(process.pid), ...(start !== undefined && { start }) }),
});

test('a run on this machine is alive exactly if its process exists, whatever its record says', async () => {
  expect(await aliveIn(clusterWith(processIs(undefined), old))).toBe(true);
  expect(await aliveIn(clusterWith(processIs('1'), new Date().toISOString()))).toBe(false);
});

test('invalid prefixes in a record are ignored', async () => {
  const annotations = { 'kfp-conformance/prefixes': ' kube a k0000001 K0000002' };
  const records = await findRunRecords(clusterWith(annotations, old), 'kubeflow');
  expect(records?.[0]?.ownership.prefixes).toEqual(['k0000001']);
});

test('a run on another machine has ended if its record is not renewed while it is watched, whatever its clock', async () => {
  expect(await aliveIn(clusterWith({}, new Date().toISOString()))).toBe(true);
  expect(await aliveIn(clusterWith({}, old, '2026-11-23T07:00:20.000000Z'))).toBe(true);
  expect(await aliveIn(clusterWith({}, old))).toBe(false);
});

// Two runs with the same seed would remove each other's pipelines.
test('a run is rejected while another active run uses the same prefixes, and accepted after that has ended', async () => {
  const own = { runId: '20261123T080000Z-7', prefixes: ['k0000009', 'k0000001'] };
  const recordOf = (annotations: object) =>
    clusterWith({ 'kfp-conformance/prefixes': 'k0000008 k0000001', ...annotations }, old);
  const check = (cluster: ClusterClient) => requireUniquePrefixes(cluster, 'kubeflow', own, () => {});
  await expect(check(recordOf(processIs(undefined)))).rejects.toThrow(/is active.*another --seed/);
  await expect(check(recordOf(processIs('1')))).resolves.toBeUndefined();
  await expect(
    check(recordOf({ ...processIs(undefined), 'kfp-conformance/prefixes': 'k0000008' })),
  ).resolves.toBeUndefined();
});

// Why: Leases that the user may not list were taken for the absence of another run.
test('where Leases may not be listed, another run is not said to be absent', async () => {
  const own = { runId: '20261123T080000Z-7', prefixes: ['k0000001'] };
  const record = clusterWith({ 'kfp-conformance/prefixes': 'k0000001', ...processIs('1') }, old);
  const readable = (isReadable: (path: string) => boolean) =>
    ({
      ...record,
      list: async (path: string, query?: ListQuery) => {
        if (!isReadable(path)) throw new RefusedError({ method: 'GET', path }, { status: 403, body: '' });
        return record.list(path, query);
      },
    }) as ClusterClient;
  const told: string[] = [];
  const check = (cluster: ClusterClient) =>
    requireUniquePrefixes(cluster, 'kubeflow', own, (line) => void told.push(line));
  await expect(check(readable(() => false))).rejects.toThrow(/not known whether .*list leases in namespace kubeflow;/);
  await check(readable(() => true));
  expect(told).toEqual([]);
  await check(readable((path) => path.includes('/namespaces/kubeflow/')));
  expect(told).toEqual([expect.stringMatching(/^warning: .* may not list leases in all namespaces; .* kubeflow$/)]);
});
