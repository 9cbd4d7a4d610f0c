import { expect, test } from 'vitest';
import { nodePorts } from './node-ports.ts';

// Why: Kubernetes rejects two Services with one NodePort, so a port that is released twice must not be allocated twice.
test('a port is allocated to one user at a time, and the least recently used port first', () => {
  const ports = nodePorts((inCluster) => inCluster + 10_000, [30_100, 30_101]);
  const first = ports.allocate();
  expect(first).toEqual({ inCluster: 30_100, onHost: 40_100 });
  ports.release(first);
  ports.release(first);
  expect([ports.allocate().inCluster, ports.allocate().inCluster]).toEqual([30_101, 30_100]);
  expect(() => ports.allocate()).toThrow('all 2 published ports of the node');
});
