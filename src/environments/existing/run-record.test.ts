import { expect, test, vi } from 'vitest';
import { identify } from '../processes/process-identity.ts';
import type { ClusterClient } from './cluster-client.ts';
import { findRunRecords } from './run-record.ts';

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
