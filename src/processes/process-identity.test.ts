import { expect, test } from 'vitest';
import { testProcess } from '../testing/test-process.ts';
import { testResources } from '../testing/test-resources.ts';
import { identify, liveness } from './process-identity.ts';

test('a process is dead as soon as it has ended', async () => {
  const child = await testResources().use(testProcess('sleep', ['60']));
  const identity = identify(child.pid);
  if (identity === undefined) throw new Error('the child is not found');
  expect(liveness(identity)).toBe('alive');
  child.kill('SIGKILL');
  await child.exited;
  expect(liveness(identity)).toBe('dead');
  expect(identify(identity.pid)).toBeUndefined();
});

// Why: pids are reused; reaping must never end an unrelated process with the pid of an earlier one.
test('another process with the same pid has another identity', () => {
  const own = identify(process.pid);
  if (own === undefined) throw new Error('this process is not found');
  expect(liveness({ ...own, start: '1' })).toBe('dead');
});

test('a process of another boot is dead, and the liveness of one in another container is unknown', () => {
  const own = identify(process.pid);
  if (own === undefined || process.platform !== 'linux') return;
  expect(liveness({ ...own, scope: own.scope.replace(/^\S+/, 'another-boot') })).toBe('dead');
  expect(liveness({ ...own, scope: own.scope.replace(/\S+$/, 'pid:[1]') })).toBe('unknown');
});
