import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { TargetHost, TargetInstance } from '../targets/target-host.ts';
import { TargetPool } from './target-pool.ts';
import { targetRequestFor } from './target-request.ts';

// A Kubernetes API and a target that say yes to everything and have nothing.
const server = createServer((_, response) => response.end('{}'));
let origin: string;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Instances of a host, and how to let the last one die. */
const openPool = async (more: Partial<TargetHost> = {}, progress: (line: string) => void = () => {}) => {
  const ended: string[] = [];
  const dying: ((how: string) => void)[] = [];
  let processes = 0;
  const host: TargetHost = {
    capabilities: new Set(['process', 'exclusive-listing']),
    storageModes: ['kubernetes'],
    variants: ['multi-user'],
    ownLabels: {},
    probeAs: { user: 'somebody', namespace: 'ns', prefix: 'k1' },
    prepare: async () => {},
    start: async ({ id }, died) => {
      processes += 1;
      dying.push(died);
      return {
        origin,
        replicas: [origin],
        systemNamespace: id,
        sharedNamespace: id,
        kubernetesUser: id,
        process: async () => ({ identity: `process-${processes}`, running: true }),
        ensureRunning: async () => {},
        restart: async () => {
          await pause(50);
          processes += 1;
          ended.push('restarted');
        },
        [Symbol.asyncDispose]: async () => void ended.push(id),
      } as unknown as TargetInstance;
    },
    ...more,
  };
  const environment = {
    hostAddress: '127.0.0.1',
    kubernetes: { endpoint: origin },
    broken: new AbortController().signal,
  } as RunningEnvironment;
  const waiting = { progress, signal: new AbortController().signal };
  const pool = await TargetPool.open({ environment, host, manifestsSupplied: true, modes: [], ...waiting });
  return { pool, ended, dying, replace: () => (processes += 1) };
};
const disturbing = targetRequestFor({ name: 'it', variant: 'multi-user', disruptive: true }, 'kubernetes/rest');

test('the death of a target that a scenario disturbs is for that scenario to judge, also when it is told late', async () => {
  const { pool, ended, dying, replace } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disturbing);
  // It came up again by itself before it was given back.
  replace();
  const given = pool.release(lease.id, '');
  dying[0]?.('the pod was started again');
  await given;
  expect(pool.deaths()).toEqual([]);
  expect(ended).toEqual([lease.address.id]);
});

test('a target that is as it was goes to the next, and its death is told', async () => {
  const { pool, dying } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disturbing);
  await pool.release(lease.id, '');
  dying[0]?.('it died');
  expect(pool.deaths()).toEqual(['it died']);
  expect((await pool.lease(disturbing)).address.id).toBe(lease.address.id);
});

// Why: each scenario that restarts its server took a target with it, whose successor had to be started, probed and prepared.
test('a target that the harness restarted goes to the next, unless it came up again by itself as well', async () => {
  const { pool, ended, replace } = await openPool();
  await using _pool = pool;
  const first = await pool.lease(disturbing);
  await pool.restart(first.address.id);
  await pool.release(first.id, '');
  const second = await pool.lease(disturbing);
  expect(second.address.id).toBe(first.address.id);
  replace();
  await pool.restart(second.address.id);
  await pool.release(second.id, '');
  expect(ended).toEqual(['restarted', 'restarted', second.address.id]);
});

test('a borrower whose things cannot be removed yet loses nothing of what was measured, and that is told', async () => {
  const told: string[] = [];
  const release = () => Promise.reject(new Error('no answer'));
  const { pool } = await openPool({ lease: async () => ({ release }) }, (line) => void told.push(line));
  await using _pool = pool;
  const lease = await pool.lease(disturbing);
  await pool.release(lease.id, 'k1');
  expect(told).toEqual(['not everything of k1 could be removed yet: Error: no answer']);
});

// Why: a scenario that was given up while its server was restarted let others in, whose requests then got no answer.
test('a lease is released when the restart that its borrower asked for is done, whether or not the borrower waited for it', async () => {
  const release = async () => void opened.ended.push('released');
  const opened: Awaited<ReturnType<typeof openPool>> = await openPool({ lease: async () => ({ release }) });
  await using pool = opened.pool;
  const lease = await pool.lease(disturbing);
  const restart = pool.restart(lease.address.id);
  await pool.release(lease.id, '');
  await restart;
  expect(opened.ended).toEqual(['restarted', 'released']);
});

test('a target that is lent to nobody is there to be named, and is not tried', async () => {
  const { pool } = await openPool({ variants: [] });
  await using _pool = pool;
  expect(await pool.sharedTarget('kubernetes', 'multi-user')).toMatchObject({ notProbed: true });
  await expect(
    pool.lease(targetRequestFor({ name: 'it', variant: 'multi-user' }, 'kubernetes/rest')),
  ).rejects.toMatchObject({
    reason: 'variant-not-offered',
  });
});
