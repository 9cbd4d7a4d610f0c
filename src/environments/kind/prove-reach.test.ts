import { expect, test } from 'vitest';
import { proveReach } from './prove-reach.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

const clusterThatSays = (stdout: string, stderr = '') =>
  ({
    name: 'one',
    nodeName: 'one-control-plane',
    exec: () => Promise.resolve({ stdout, stderr, output: `${stdout}${stderr}`, exitCode: 0 }),
  }) as Partial<StartedKindCluster> as StartedKindCluster;

test('a node that reaches this machine passes', async () => {
  await expect(proveReach(clusterThatSays('reached'), '127.0.0.1')).resolves.toBeUndefined();
});

// Why: the error said "no answer within ${limit} s".
test('a node that gets no answer is told with the time that it had', async () => {
  await expect(proveReach(clusterThatSays(''), '127.0.0.1')).rejects.toThrow(
    /^one-control-plane does not reach this machine at 127\.0\.0\.1 \(no answer within \d+ s\)/,
  );
});
