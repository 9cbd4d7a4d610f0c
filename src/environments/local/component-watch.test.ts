import { expect, test } from 'vitest';
import type { RunningProcess } from '../../processes/running-process.ts';
import { componentWatch } from './component-watch.ts';

const component = () => {
  const exit = Promise.withResolvers<Awaited<RunningProcess['exited']>>();
  const process = {
    name: 'etcd',
    exited: exit.promise,
    lastLines: () => ['no space left on device'],
  } as unknown as RunningProcess;
  return {
    process,
    end: async () => {
      exit.resolve({ code: null, signal: 'SIGKILL' });
      await exit.promise;
    },
  };
};

test('the unexpected exit of a component breaks the environment, with its name and log tail', async () => {
  const { broken, watch } = componentWatch();
  const { process, end } = component();
  watch(process);
  expect(broken.aborted).toBe(false);
  await end();
  expect(String(broken.reason)).toMatch(/etcd exited unexpectedly with SIGKILL[^]*no space left on device/);
});

test('the exit of a released component does not break the environment', async () => {
  const { broken, watch, release } = componentWatch();
  const { process, end } = component();
  watch(process);
  release(process);
  await end();
  expect(broken.aborted).toBe(false);
});
