import { expect, test, vi } from 'vitest';
import { identify } from '../../../processes/process-identity.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { findRunRecords, requireNamesOfItsOwn } from './run-record.ts';

// Nobody waits for it here.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const old = '2026-11-23T07:00:00.000000Z';

/** A cluster with one record, which says something else, or the same, when it is looked at again. */
const clusterWith = (annotations: object, renewTime: string, later = renewTime) => {
  const lease = (spoken: string) => ({ metadata: { name: 'one', annotations }, spec: { renewTime: spoken } });
  return { list: async () => [lease(renewTime)], get: async () => lease(later) } as unknown as ClusterClient;
};
const aliveIn = async (cluster: ClusterClient): Promise<boolean | undefined> => {
  const [record] = await findRunRecords(cluster, 'kubeflow');
  return record?.isAlive();
};
const processIs = (start: string | undefined) => ({
  'kfp-conformance/process': JSON.stringify({ ...identify(process.pid), ...(start !== undefined && { start }) }),
});

test('of this machine it is known whether the process of a run is there, whatever its record says', async () => {
  expect(await aliveIn(clusterWith(processIs(undefined), old))).toBe(true);
  expect(await aliveIn(clusterWith(processIs('1'), new Date().toISOString()))).toBe(false);
});

test('what somebody else has written into a record begins no name of ours', async () => {
  const annotations = { 'kfp-conformance/prefixes': ' kube a k0000001 K0000002' };
  const [record] = await findRunRecords(clusterWith(annotations, old), 'kubeflow');
  expect(record?.ownership.prefixes).toEqual(['k0000001']);
});

test('a run of another machine is dead when it says nothing while it is watched, whatever its clock', async () => {
  expect(await aliveIn(clusterWith({}, new Date().toISOString()))).toBe(true);
  expect(await aliveIn(clusterWith({}, old, '2026-11-23T07:00:20.000000Z'))).toBe(true);
  expect(await aliveIn(clusterWith({}, old))).toBe(false);
});

// Why: two runs with one seed would take each other's pipelines for their own, and remove them.
test('a run is refused where another goes on that gives the same names, and where that has ended it is not', async () => {
  const own = { runId: '20261123T080000Z-7', prefixes: ['k0000009', 'k0000001'] };
  const recordOf = (annotations: object) =>
    clusterWith({ 'kfp-conformance/prefixes': 'k0000008 k0000001', ...annotations }, old);
  const asked = (cluster: ClusterClient) => requireNamesOfItsOwn(cluster, 'kubeflow', own);
  await expect(asked(recordOf(processIs(undefined)))).rejects.toThrow(/goes on.*another --seed/);
  await expect(asked(recordOf(processIs('1')))).resolves.toBeUndefined();
  await expect(
    asked(recordOf({ ...processIs(undefined), 'kfp-conformance/prefixes': 'k0000008' })),
  ).resolves.toBeUndefined();
});
