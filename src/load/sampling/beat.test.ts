import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startBeat } from './beat.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const recorded = () => {
  const origin = performance.now();
  const times: number[] = [];
  const beat = startBeat(1000, () => times.push(performance.now() - origin));
  return { beat, times };
};

test('beats keep to the multiples of the interval', () => {
  const { beat, times } = recorded();
  vi.advanceTimersByTime(3500);
  expect(times).toEqual([1000, 2000, 3000]);
  expect(beat.skipped()).toBe(0);
  beat[Symbol.dispose]();
  vi.advanceTimersByTime(3500);
  expect(times).toHaveLength(3);
});

test('beats that a busy event loop misses are counted, and the next one is on time again', () => {
  const { beat, times } = recorded();
  vi.advanceTimersByTime(1000);
  // The clock goes on while no timer can fire.
  const late = performance.now() + 2600;
  const now = vi.spyOn(performance, 'now').mockReturnValue(late);
  vi.runOnlyPendingTimers();
  now.mockRestore();
  expect(beat.skipped()).toBe(1);
  beat[Symbol.dispose]();
  expect(times).toHaveLength(2);
});
