import { expect, test } from 'vitest';
import { requireHostReachable } from './require-host-reachable.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

const clusterAnswering = (stdout: string, stderr = '') =>
  ({
    name: 'one',
    nodeName: 'one-control-plane',
    exec: () => Promise.resolve({ stdout, stderr, output: `${stdout}${stderr}`, exitCode: 0 }),
  }) as Partial<StartedKindCluster> as StartedKindCluster;

test('a node that reaches this machine passes', async () => {
  await expect(requireHostReachable(clusterAnswering('reached'), '127.0.0.1')).resolves.toBeUndefined();
});

// Why: the error once contained a literal "${limit}".
test('the error about a node that gets no answer contains the time limit', async () => {
  await expect(requireHostReachable(clusterAnswering(''), '127.0.0.1')).rejects.toThrow(
    /^the node one-control-plane cannot reach this machine at 127\.0\.0\.1 \(no answer within \d+ s\)/,
  );
});
