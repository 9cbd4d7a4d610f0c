import { expect, test } from 'vitest';
import type { AuditLog } from '../environments/audit-log.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { startBroker } from './broker.ts';
import { targetLender } from './broker-client.ts';
import type { TargetPool } from './target-pool.ts';

test('a worker queries the Kubernetes requests of its own target, by default since its lease began', async () => {
  const queries: unknown[][] = [];
  const answering =
    (name: string) =>
    async (...query: unknown[]) => {
      queries.push([name, ...query]);
      return [];
    };
  const environment = {
    stateDirectory: await temporaryDirectory(),
    auditEvents: () =>
      ({
        accessReviewsOf: answering('reviews'),
        pipelineRequestsOf: answering('requests'),
      }) as AuditLog,
    clientIdentity: async (user: string, groups: readonly string[]) => ({ certificate: user, key: groups.join() }),
  } as unknown as RunningEnvironment;
  const pool = {
    lease: async () => ({ id: 1, address: { id: 'k8s-7' } }),
    release: async () => undefined,
    kubernetesUser: (id: string) => `kfp-target-${id}`,
  } as unknown as TargetPool;
  await using broker = await startBroker(pool, environment, new AbortController().signal);
  const lender = targetLender(broker.socketPath);
  const moment = new Date('2026-11-23T05:00:00.123Z');
  await lender.withTarget(
    {
      storage: 'kubernetes',
      variant: 'default',
      exclusive: false,
      disruptive: false,
      races: false,
      capabilities: [],
      scenario: 's',
      namespaces: 1,
    },
    'k1',
    async (target) => {
      await target.accessReviews('ann');
      await target.accessReviews('ann', moment);
      await target.kubernetesRequests(moment);
    },
  );
  expect(queries).toEqual([
    ['reviews', 'kfp-target-k8s-7', 'ann', expect.any(Date)],
    ['reviews', 'kfp-target-k8s-7', 'ann', moment],
    ['requests', 'kfp-target-k8s-7', moment],
  ]);
  expect(await lender.clientIdentity('ann', ['a', 'b'])).toEqual({ certificate: 'ann', key: 'a,b' });
});
