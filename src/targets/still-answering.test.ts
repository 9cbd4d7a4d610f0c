import { served } from '../testing/served.ts';
import { expect, test } from 'vitest';
import type { TargetAddress } from './started-target.ts';
import { silenceOf } from './still-answering.ts';

const waiting = { signal: new AbortController().signal };
const limitMs = 50;

const targetAt = (...origins: readonly [string, ...string[]]) =>
  ({ origin: origins[0], replicas: origins, variant: 'default' }) as unknown as TargetAddress;

const answering = (...statuses: readonly number[]) => {
  const left = [...statuses];
  return served((_, response) => response.writeHead((left.length > 1 ? left.shift() : left[0]) ?? 500).end('{}'));
};

// Why: a target that was gone after the last scenario was not missed.
test('a target or a replica that is gone, or answers only errors, is silent', async () => {
  expect(await silenceOf(targetAt('http://127.0.0.1:1'), waiting, limitMs)).toMatch(/ECONNREFUSED/);
  const well = await answering(200);
  expect(await silenceOf(targetAt(well), waiting, limitMs)).toBeUndefined();
  expect(await silenceOf(targetAt(well, 'http://127.0.0.1:1'), waiting, limitMs)).toMatch(/ECONNREFUSED/);
  expect(await silenceOf(targetAt(await answering(503)), waiting, limitMs)).toBe('status 503');
});

test('one error among answers is not silence, and a refusal is an answer', async () => {
  expect(await silenceOf(targetAt(await answering(503, 200)), waiting, limitMs)).toBeUndefined();
  expect(await silenceOf(targetAt(await answering(403)), waiting, limitMs)).toBeUndefined();
});
