import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { TargetHost, TargetInstance } from '../targets/target-host.ts';
import { TargetPool } from './target-pool.ts';
import { targetRequestFor } from './target-request.ts';

const silence = vi.hoisted(() => ({ of: (): string | undefined => undefined }));
vi.mock('../targets/still-answering.ts', () => ({ silenceOf: () => Promise.resolve(silence.of()) }));

// A Kubernetes API and a target that accept every request and contain nothing; at `unavailable`, a gateway answers 503.
let unavailable: string | undefined;
const requested: string[] = [];
const server = createServer(({ method, url }, response) => {
  requested.push(`${method} ${url}`);
  const fails = unavailable !== undefined && url?.startsWith(unavailable) === true;
  response.writeHead(fails ? 503 : 200).end(fails ? 'no healthy upstream' : '{}');
});
let origin: string;
beforeEach(async () => {
  unavailable = undefined;
  requested.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Opens a pool on a fake host. `dying` crashes an instance; `replace` changes the identity of its process. */
const openPool = async (more: Partial<TargetHost> = {}, progress: (line: string) => void = () => {}) => {
  const ended: string[] = [];
  const dying: ((how: string) => void)[] = [];
  let processes = 0;
  let unseen: Error | undefined;
  const host: TargetHost = {
    capabilities: new Set(['process', 'exclusive-listing']),
    storageModes: ['kubernetes'],
    variants: ['multi-user'],
    ownLabels: {},
    probeAs: { user: 'prober', namespace: 'ns', prefix: 'k1' },
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
        process: async () => {
          if (unseen !== undefined) throw unseen;
          return { identity: `process-${processes}`, running: true };
        },
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
  return { pool, ended, dying, replace: () => (processes += 1), blind: (why: Error | undefined) => (unseen = why) };
};
const disruptive = targetRequestFor({ name: 'it', variant: 'multi-user', disruptive: true }, 'kubernetes/rest');

test('a crash of a target under a disruptive scenario that asked for it is not reported to the run', async () => {
  const { pool, ended, dying, replace } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  dying[0]?.('the pod was started again');
  replace();
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual(['the pod was started again']);
  await pool.release(lease.id, '');
  expect(pool.deaths()).toEqual([]);
  expect(ended).toEqual([lease.address.id]);
});

// Why: what happened after the scenario had asked, or under one that never asked, was forgotten.
test('a crash of which the disruptive scenario was not told is reported to the run', async () => {
  const { pool, dying } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual([]);
  dying[0]?.('it died');
  await pool.release(lease.id, '');
  expect(pool.deaths()).toEqual(['it died']);
});

// Why: the look at the end of a lease failed, and the next one took what it found for known.
test('a restart under a disruptive scenario is reported, although the look at the end of its lease failed', async () => {
  const { pool, replace, blind } = await openPool({ lease: async () => ({ release: async () => {} }) });
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  replace();
  blind(new Error('503'));
  await pool.release(lease.id, '');
  blind(undefined);
  await pool.lastLook();
  expect(pool.deaths()).toEqual([expect.stringContaining('was restarted, and the harness had not asked for it')]);
});

test('an unchanged target is lent again, and its later crash is reported', async () => {
  const { pool, dying } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  await pool.release(lease.id, '');
  dying[0]?.('it died');
  expect(pool.deaths()).toEqual(['it died']);
  expect((await pool.lease(disruptive)).address.id).toBe(lease.address.id);
});

// Why: every scenario that restarts its server cost a target, and its successor had to be started, probed and prepared.
test('a target that the harness restarted is lent again, unless it also restarted by itself', async () => {
  const { pool, ended, replace } = await openPool();
  await using _pool = pool;
  const first = await pool.lease(disruptive);
  await pool.restart(first.address.id);
  await pool.release(first.id, '');
  const second = await pool.lease(disruptive);
  expect(second.address.id).toBe(first.address.id);
  replace();
  await pool.restart(second.address.id);
  await pool.release(second.id, '');
  expect(ended).toEqual(['restarted', 'restarted', second.address.id]);
});

test('a failure to remove the objects of a borrower keeps its results and is reported', async () => {
  const reported: string[] = [];
  const release = () => Promise.reject(new Error('no answer'));
  const { pool } = await openPool({ lease: async () => ({ release }) }, (line) => void reported.push(line));
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  await pool.release(lease.id, 'k1');
  expect(reported).toContain(
    'warning: objects of k1 could not be removed yet; the end of the run tries again: Error: no answer',
  );
});

// Why: when a scenario was aborted during a restart of its server, requests of the next lease holders got no answer.
test('a lease is released only after the restart that its borrower requested, even if the borrower did not wait', async () => {
  const release = async () => void opened.ended.push('released');
  const opened: Awaited<ReturnType<typeof openPool>> = await openPool({ lease: async () => ({ release }) });
  await using pool = opened.pool;
  const lease = await pool.lease(disruptive);
  const restart = pool.restart(lease.address.id);
  await pool.release(lease.id, '');
  await restart;
  expect(opened.ended).toEqual(['restarted', 'released']);
});

test('a target that is never lent is available to be named in the report and is not probed', async () => {
  const { pool } = await openPool({ variants: [] });
  await using _pool = pool;
  expect(await pool.sharedTarget('kubernetes', 'multi-user')).toMatchObject({ notProbed: true });
  await expect(
    pool.lease(targetRequestFor({ name: 'it', variant: 'multi-user' }, 'kubernetes/rest')),
  ).rejects.toMatchObject({
    reason: 'capability-not-offered',
  });
});

// Why: one 503 to a probe made its feature absent for the whole run, and removed every check that depends on it.
test('a feature whose probe is answered 503 is undetermined, asked for once and named', async () => {
  unavailable = '/apis/v1beta1/';
  const reported: string[] = [];
  const { pool } = await openPool({}, (line) => void reported.push(line));
  await using _pool = pool;
  const address = await pool.sharedTarget('kubernetes', 'multi-user');
  const because = 'GET /apis/v1beta1/pipelines was answered 503: no healthy upstream';
  expect(address.features).not.toHaveProperty('v1beta1');
  expect(address.undeterminedFeatures).toMatchObject({ v1beta1: because });
  expect(requested.filter((line) => line.includes('/v1beta1/'))).toHaveLength(1);
  expect(reported).toContain(
    `warning: kubernetes-multi-user: the probe of v1beta1 is undecided (${because}); checks that depend on it are errors`,
  );
});

// Why: FEA-02 failed on installations, which cannot reach the loopback address of this machine.
test('only an installation is asked whether it downloads definitions from this machine', async () => {
  const addressWith = async (more: Partial<TargetHost>) => {
    const { pool } = await openPool(more);
    await using _pool = pool;
    return pool.sharedTarget('kubernetes', 'multi-user');
  };
  expect((await addressWith({})).features).toMatchObject({ 'loopback-package-url': true, webhook: true });
  const { features, undeterminedFeatures } = await addressWith({ installed: true });
  expect(features).not.toHaveProperty('loopback-package-url');
  expect(features).toMatchObject({ webhook: true });
  expect(undeterminedFeatures['loopback-package-url']).toMatch(/^POST .*pipelines was answered 200: \{\}$/);
});

// Why: the end of a process under a disruptive scenario was dropped, whatever the scenario had asked for.
test('a disruptive borrower that asked for one restart is told of a second end, and the run is not', async () => {
  const { pool, ended, dying } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  await pool.restart(lease.address.id);
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual([]);
  dying[0]?.('it ended by itself');
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual(['it ended by itself']);
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual([]);
  await pool.release(lease.id, '');
  expect(ended).toEqual(['restarted', lease.address.id]);
  await pool.lastLook();
  expect(pool.deaths()).toEqual([]);
});

test('a disruptive borrower is told of a restart that no process of the host reported', async () => {
  const { pool, replace } = await openPool();
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  replace();
  await pool.restart(lease.address.id);
  expect(await pool.unaskedRestarts(lease.address.id)).toEqual([
    'target k8s-1 (kubernetes, variant multi-user) was restarted, and the harness had not asked for it: replica 1 was process-1, now it is process-2',
  ]);
});

// Why: a pod that somebody deleted was replaced, its successor answered, and the run was green.
test('a shared target that somebody else restarted is a death, once', async () => {
  const { pool, replace } = await openPool();
  await using _pool = pool;
  await pool.sharedTarget('kubernetes', 'multi-user');
  expect(await pool.lastLook()).toEqual([]);
  expect(pool.deaths()).toEqual([]);
  replace();
  expect(await pool.lastLook()).toEqual([]);
  await pool.lastLook();
  expect(pool.deaths()).toEqual([
    'target k8s-1 (kubernetes, variant multi-user) was restarted, and the harness had not asked for it: replica 1 was process-1, now it is process-2',
  ]);
});

test('the restart that follows a reported end is no second death', async () => {
  const { pool, dying, replace } = await openPool();
  await using _pool = pool;
  await pool.sharedTarget('kubernetes', 'multi-user');
  dying[0]?.('it ended by itself');
  replace();
  await pool.lastLook();
  expect(pool.deaths()).toEqual(['it ended by itself']);
});

// Why: all scenarios of an installation share one target, whose restarts in disruptive scenarios are asked for.
test('restarts of an installation in a disruptive scenario are no deaths, others are', async () => {
  const { pool, replace } = await openPool({ lease: async () => ({ release: async () => {} }) });
  await using _pool = pool;
  const lease = await pool.lease(disruptive);
  await pool.restart(lease.address.id);
  await pool.release(lease.id, '');
  await pool.lastLook();
  expect(pool.deaths()).toEqual([]);
  const second = await pool.lease(targetRequestFor({ name: 'it', variant: 'multi-user' }, 'kubernetes/rest'));
  replace();
  await pool.release(second.id, '');
  await pool.lastLook();
  expect(pool.deaths()).toHaveLength(1);
});

test('a target whose processes cannot be looked at is named', async () => {
  const { pool, blind } = await openPool();
  await using _pool = pool;
  await pool.sharedTarget('kubernetes', 'multi-user');
  blind(new Error('pods is forbidden'));
  expect(await pool.lastLook()).toEqual([
    'whether target k8s-1 (kubernetes, variant multi-user) was restarted cannot be seen: pods is forbidden',
  ]);
});

// Why: a target that was gone after the last scenario was not missed.
test('a target that does not answer after the last scenario is named', async () => {
  const { pool } = await openPool();
  await using _pool = pool;
  await pool.sharedTarget('kubernetes', 'multi-user');
  silence.of = () => 'connect ECONNREFUSED';
  expect(await pool.lastLook()).toEqual([
    'target k8s-1 (kubernetes, variant multi-user) does not answer any more: connect ECONNREFUSED',
  ]);
  silence.of = () => undefined;
});

// Why: writes of other scenarios spent the budget of a throttled target, so that the writes of a race came one after another.
test('a race has a throttled target alone, and others share it', async () => {
  // A write rate that cannot be measured, because no answer names a pipeline, counts as one write a second.
  const { pool } = await openPool({ lease: async () => ({ release: async () => {} }) });
  await using _pool = pool;
  const other = targetRequestFor({ name: 'it', variant: 'multi-user' }, 'kubernetes/rest');
  const race = targetRequestFor({ name: 'race', variant: 'multi-user', writesPerRound: 2 }, 'kubernetes/rest');
  const [one, two] = [await pool.lease(other), await pool.lease(other)];
  expect(one.address.writesPerSecond).toBe(1);
  const order: string[] = [];
  const racing = pool.lease(race).then((lease) => {
    order.push('race');
    return lease;
  });
  const later = pool.lease(other).then(() => order.push('later'));
  await pool.release(one.id, '');
  await pause(20);
  expect(order).toEqual([]);
  await pool.release(two.id, '');
  const lease = await racing;
  await pause(20);
  expect(order).toEqual(['race']);
  await pool.release(lease.id, '');
  await later;
  expect(order).toEqual(['race', 'later']);
});

// Why: on a throttled target races ran one after another, each for up to a minute, and nothing else ran meanwhile.
test('races on throttled targets have targets of their own, side by side', async () => {
  const { pool } = await openPool();
  await using _pool = pool;
  const shared = await pool.lease(targetRequestFor({ name: 'it', variant: 'multi-user' }, 'kubernetes/rest'));
  const race = targetRequestFor({ name: 'race', variant: 'multi-user', writesPerRound: 2 }, 'kubernetes/rest');
  const races = await Promise.all([pool.lease(race), pool.lease(race), pool.lease(race)]);
  const targets = [shared, ...races].map(({ address }) => address.id);
  expect(new Set(targets).size).toBe(4);
  for (const { id } of races) await pool.release(id, '');
  expect(targets).toContain((await pool.lease(race)).address.id);
});
