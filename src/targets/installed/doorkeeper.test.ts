import { expect, test } from 'vitest';
import { doorkeeper } from './doorkeeper.ts';

const soon = async <Value>(entered: Promise<Value>): Promise<Value | 'waits'> =>
  Promise.race([entered, new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 10))]);

test('who disturbs is alone, waits for those inside, and is not overtaken', async () => {
  const door = doorkeeper(new AbortController().signal);
  const [first, second] = [await door.enter(false), await door.enter(false)];
  const disturbing = door.enter(true);
  const later = door.enter(false);
  first();
  first();
  expect(await soon(disturbing)).toBe('waits');
  expect(await soon(later)).toBe('waits');
  second();
  const leave = await disturbing;
  expect(await soon(later)).toBe('waits');
  leave();
  expect(await soon(later)).not.toBe('waits');
});

test('nobody waits for a run that has been interrupted', async () => {
  const interrupted = new AbortController();
  const door = doorkeeper(interrupted.signal);
  await door.enter(true);
  const waiting = door.enter(false);
  interrupted.abort(new Error('interrupted by SIGINT'));
  await expect(waiting).rejects.toThrow('interrupted by SIGINT');
  await expect(door.enter(false)).rejects.toThrow('interrupted by SIGINT');
});
