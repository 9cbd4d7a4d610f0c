import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordedProgress } from '../testing/recorded-progress.ts';
import { patience } from '../waiting/slowness.ts';
import { testProcess } from '../testing/test-process.ts';
import { testResources } from '../testing/test-resources.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { withSetupLock } from './setup-lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_CACHE', directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const never = new AbortController().signal;

test('concurrent set-ups run one after another, and a waiting one reports the holder', async () => {
  const events: string[] = [];
  const progress = recordedProgress();
  const turn = (name: string) =>
    withSetupLock(progress, never, async () => {
      events.push(`${name} begins`);
      // The first set-up continues only when both others wait for it.
      if (events.length === 1) await vi.waitUntil(() => progress.lines.length === 2, patience(10_000));
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    });
  await Promise.all([turn('a'), turn('b'), turn('c')]);
  expect(events).toHaveLength(6);
  for (let index = 0; index < events.length; index += 2)
    expect(events[index + 1]).toBe(events[index]?.replace('begins', 'ends'));
  expect(progress.lines[0]).toContain(`waiting for another set-up: process ${process.pid}`);
});

test('the lock is released if the action fails', async () => {
  await expect(withSetupLock(recordedProgress(), never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(withSetupLock(recordedProgress(), never, () => Promise.resolve('yes'))).resolves.toBe('yes');
});

test('waiting can be aborted', async () => {
  const waiter = new AbortController();
  await withSetupLock(recordedProgress(), never, async () => {
    const waiting = withSetupLock({ line: () => waiter.abort(new Error('interrupted')) }, waiter.signal, () =>
      Promise.resolve(),
    );
    await expect(waiting).rejects.toThrow('interrupted');
  });
});

// Why: with a lock file of a killed process every later set-up would wait for ever.
test('the lock of a killed process is released', async () => {
  const code = `import { withSetupLock } from ${JSON.stringify(path.join(import.meta.dirname, 'setup-lock.ts'))};
    await withSetupLock({ line: () => {} }, new AbortController().signal, async () => { console.log('held'); await new Promise((resolve) => setTimeout(resolve, 60_000)); });`;
  const holder = await testResources().use(testProcess(process.execPath, ['--input-type=module', '-e', code]));
  await once(holder.stdout, 'data');
  const lines: string[] = [];
  const waiting = withSetupLock(
    {
      line: (text) => {
        lines.push(text);
        holder.kill('SIGKILL');
      },
    },
    never,
    () => Promise.resolve('mine'),
  );
  await expect(waiting).resolves.toBe('mine');
  expect(lines[0]).toContain(`process ${holder.pid}`);
});
