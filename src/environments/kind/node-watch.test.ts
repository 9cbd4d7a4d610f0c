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

test('the exit of a node breaks its environment', async () => {
  const watch = await watchNode(cluster);
  waits.at(-1)?.end({ StatusCode: 137 });
  await expect.poll(() => watch.broken.aborted).toBe(true);
  expect(watch.broken.reason).toMatchObject({
    message: 'the node node-1 exited unexpectedly: its container exited with code 137',
  });
});

// Why: a run with --keep once never exited, because it waited for the exit of the node that it had left running.
test('releasing a node stops the wait for its exit and does not break the environment', async () => {
  const watch = await watchNode(cluster);
  watch.release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(waits.at(-1)?.abortSignal.aborted).toBe(true);
  expect(watch.broken.aborted).toBe(false);
});
