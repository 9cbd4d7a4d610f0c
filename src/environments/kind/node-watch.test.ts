import { expect, test, vi } from 'vitest';
import { watchNode } from './node-watch.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

const waits: { readonly abortSignal: AbortSignal; readonly end: (answer: { StatusCode: number }) => void }[] = [];
vi.mock('testcontainers', () => ({
  getContainerRuntimeClient: async () => ({
    container: {
      getById: () => ({
        wait: ({ abortSignal }: { abortSignal: AbortSignal }) =>
          new Promise((resolve, reject) => {
            waits.push({ abortSignal, end: resolve });
            abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
          }),
      }),
    },
  }),
}));

const cluster = { nodeName: 'node-1', getId: () => 'id' } as StartedKindCluster;

test('a node that ends breaks its environment', async () => {
  const watch = await watchNode(cluster);
  waits.at(-1)?.end({ StatusCode: 137 });
  await expect.poll(() => watch.broken.aborted).toBe(true);
  expect(watch.broken.reason).toMatchObject({
    message: 'the node node-1 ended by itself: its container ended with 137',
  });
});

// Why: a run with --keep never ended: it went on waiting for the end of the node that it had left running.
test('a node that is released is waited for no longer, and nothing has broken', async () => {
  const watch = await watchNode(cluster);
  watch.release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(waits.at(-1)?.abortSignal.aborted).toBe(true);
  expect(watch.broken.aborted).toBe(false);
});
