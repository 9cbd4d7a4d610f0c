import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testResources } from '../testing/test-resources.ts';
import { startWatchdog } from './watchdog.ts';
import { watchdogDecision, type WatchdogReading } from './watchdog-decision.ts';

const gib = 1024 ** 3;

const healthy: WatchdogReading = {
  memTotalBytes: 10 * gib,
  memAvailableBytes: 3 * gib,
  etcdInUseBytes: 5.6 * gib,
  etcdQuotaBytes: 8 * gib,
  freeDiskBytes: 2 * gib,
};

test('at its bounds a run may go on, and where nothing is known', () => {
  expect(watchdogDecision(healthy)).toBeUndefined();
  expect(watchdogDecision({})).toBeUndefined();
});

test.each<[string, WatchdogReading, RegExp]>([
  ['memory', { memAvailableBytes: 2.5 * gib }, /^75 % of the memory is used \(2\.50 GiB of 10\.00 GiB available\)/],
  ['quota', { etcdInUseBytes: 6 * gib }, /^etcd uses 6\.00 GiB, which is 75 % of its quota of 8\.00 GiB/],
  ['disk', { freeDiskBytes: gib }, /^1\.00 GiB of the disk are free; the bound is 2\.00 GiB$/],
])('beyond the bound of %s it must end, with the numbers', (_, change, reason) => {
  expect(watchdogDecision({ ...healthy, ...change })).toMatch(reason);
});

test('a run is aborted once, and the event is noted', async () => {
  const latest = { 'machine/memTotalBytes': 100, 'machine/memAvailableBytes': 50 };
  const events: string[] = [];
  const { signal } = await testResources().use(
    startWatchdog({
      sampler: { latest: () => latest, event: (kind, text) => events.push(`${kind}: ${text}`) },
      directory: await temporaryDirectory(),
      thresholds: { memoryShare: 0.7, quotaShare: 0.7, freeDiskBytes: 1 },
      intervalMs: 10,
    }),
  );
  expect(signal.aborted).toBe(false);
  latest['machine/memAvailableBytes'] = 20;
  await expect.poll(() => signal.aborted).toBe(true);
  expect(String(signal.reason)).toMatch(/ended to protect the machine: 80 % of the memory/);
  expect(events).toHaveLength(1);
});
