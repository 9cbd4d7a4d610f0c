import { expect, test } from 'vitest';
import { turns } from './turns.ts';

test('who came first goes first, and only for what he waits for', async () => {
  const { wait, next } = turns(new AbortController().signal);
  const order: string[] = [];
  const first = wait('a').then(() => order.push('first'));
  const second = wait('a').then(() => order.push('second'));
  next('b');
  next('a');
  await first;
  expect(order).toEqual(['first']);
  next('a');
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('an interruption ends every wait, later ones too', async () => {
  const interrupted = new AbortController();
  const { wait } = turns(interrupted.signal);
  const waited = wait('a');
  interrupted.abort(new Error('interrupted'));
  await expect(waited).rejects.toThrow('interrupted');
  await expect(wait('a')).rejects.toThrow('interrupted');
});
