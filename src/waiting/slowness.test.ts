import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const variable = 'KFP_CONFORMANCE_SLOWNESS';
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

const load = () => import('./slowness.ts');

test('a machine at least as fast as the reference uses unscaled deadlines', async () => {
  const { slownessOf } = await load();
  expect(slownessOf(9, 2)).toBe(1);
  expect(slownessOf(3, 16)).toBe(1);
});

// Why: with only one of the two factors, a slow machine with one core had half the time that it needs.
test('slow cores and few cores both count, up to a maximum', async () => {
  const { slownessOf } = await load();
  expect(slownessOf(27, 2)).toBe(3);
  expect(slownessOf(9, 1)).toBe(2);
  expect(slownessOf(27, 1)).toBe(6);
  expect(slownessOf(9_000, 1)).toBe(6);
});

// Why: a worker that measured again while other workers keep the machine busy would wait longer than its runner.
test('it is measured once, and child processes inherit the value', async () => {
  vi.stubEnv(variable, undefined);
  const first = await load();
  const measured = first.slowness();
  expect(measured).toBeGreaterThanOrEqual(1);
  expect(process.env[variable]).toBe(String(measured));
  vi.stubEnv(variable, '4');
  expect(first.slowness()).toBe(measured);
  vi.resetModules();
  vi.stubEnv(variable, '4');
  const { patience } = await load();
  expect(patience(1_000)).toBe(4_000);
});

test.each(['fast', '0.5', 'Infinity'])('%s is refused, and the error contains the expected value', async (text) => {
  vi.stubEnv(variable, text);
  const { slowness } = await load();
  expect(() => slowness()).toThrow(/KFP_CONFORMANCE_SLOWNESS: expected a number of at least 1, got .*unset it/);
});
