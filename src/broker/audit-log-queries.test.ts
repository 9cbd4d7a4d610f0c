import { expect, test } from 'vitest';
import type { AuditLog } from '../environments/audit-log.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { startBroker } from './broker.ts';
import { targetLender } from './broker-client.ts';
import type { TargetPool } from './target-pool.ts';

const kubernetesUser = 'kfp-target-k8s-7';

/** A line of the audit log about a Pipeline. */
const lineOf = (verb: string, name: string, username = kubernetesUser) =>
  JSON.stringify({
    requestReceivedTimestamp: new Date(Date.now() + 1_000).toISOString(),
    verb,
    user: { username },
    objectRef: { apiGroup: 'pipelines.kubeflow.org', resource: 'pipelines', namespace: 'ns', name },
    responseStatus: { code: 200 },
  });

/** Lends a target whose environment answers every query of its audit log with these lines; returns the queries. */
const withLog = async (written: readonly string[], use: (target: LentTarget) => Promise<void>) => {
  const queries: unknown[] = [];
  const auditLog: AuditLog = {
    lines: async (query) => {
      queries.push(query);
      return written;
    },
  };
  const environment = {
    stateDirectory: await temporaryDirectory(),
    auditEvents: () => auditLog,
    clientIdentity: async (user: string, groups: readonly string[]) => ({ certificate: user, key: groups.join() }),
  } as unknown as RunningEnvironment;
  const pool = {
    lease: async () => ({ id: 1, address: { id: 'k8s-7', kubernetesUser } }),
    release: async () => undefined,
  } as unknown as TargetPool;
  await using broker = await startBroker(pool, environment, new AbortController().signal);
  const lender = targetLender(broker.socketPath);
  expect(await lender.clientIdentity('ann', ['a', 'b'])).toEqual({ certificate: 'ann', key: 'a,b' });
  const request = {
    storage: 'kubernetes',
    variant: 'default',
    exclusive: false,
    disruptive: false,
    races: false,
    capabilities: [],
    scenario: 's',
    namespaces: 1,
  } as const;
  await lender.withTarget(request, 'k1', use);
  return queries;
};

test('a worker queries the Kubernetes requests of its own target, by default since its lease began', async () => {
  const moment = new Date('2026-11-23T05:00:00.123Z');
  const queries = await withLog([], async (target) => {
    await target.accessReviews('ann');
    await target.accessReviews('ann', moment);
    await target.kubernetesRequests(moment);
    await target.creatorsOf('p');
  });
  const requester = kubernetesUser;
  expect(queries).toEqual([
    { requester, reviewed: 'ann', since: expect.any(Date) as Date },
    { requester, reviewed: 'ann', since: moment },
    { requester, since: moment },
    { object: 'p', since: expect.any(Date) as Date },
  ]);
});

test('a worker reads from the lines what it asked for, whatever else they show', async () => {
  const written = [lineOf('create', 'p'), lineOf('get', 'p'), lineOf('create', 'other'), lineOf('create', 'p', 'bob')];
  await withLog(written, async (target) => {
    expect((await target.kubernetesRequests()).map(({ verb, name }) => `${verb} ${name}`)).toEqual([
      'create p',
      'get p',
      'create other',
    ]);
    expect(await target.creatorsOf('p')).toEqual([kubernetesUser, 'bob']);
    expect(await target.kubernetesRequests(new Date(Date.now() + 60_000))).toEqual([]);
  });
});

test('what is tapped from the audit log is read like all else, and a tap on a log that is not read shows nothing', async () => {
  await withLog([lineOf('create', 'p')], async (target) => {
    const auditLog = (lines: readonly string[]) => lines.map((line) => line.replace('"create"', '"delete"'));
    const tapped = target.through({ auditLog, objectStore: () => ['GET /one'], sql: () => [] });
    expect(await tapped.kubernetesRequests()).toMatchObject([{ verb: 'delete', name: 'p', status: 200 }]);
    expect(await target.kubernetesRequests()).toMatchObject([{ verb: 'create', name: 'p', status: 200 }]);
    const foreign = target.through({ auditLog: () => [lineOf('create', 'p', 'bob')] });
    expect(await foreign.kubernetesRequests()).toEqual([]);
    expect(await foreign.creatorsOf('p')).toEqual(['bob']);
  });
});
