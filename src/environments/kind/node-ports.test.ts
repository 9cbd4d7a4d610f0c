import { expect, test } from 'vitest';
import { nodePorts } from './node-ports.ts';

// Why: two Services with one NodePort are refused, and a port that is lent twice after it was given back twice is the same.
test('each port is lent once until it is given back, and then after those that rested longer', () => {
  const ports = nodePorts((inCluster) => inCluster + 10_000, [30_100, 30_101]);
  const first = ports.lend();
  expect(first).toEqual({ inCluster: 30_100, onHost: 40_100 });
  ports.giveBack(first);
  ports.giveBack(first);
  expect([ports.lend().inCluster, ports.lend().inCluster]).toEqual([30_101, 30_100]);
  expect(() => ports.lend()).toThrow('all 2 ports of the node');
});
