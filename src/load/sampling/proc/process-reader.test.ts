import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { processReader } from './process-reader.ts';

let proc: string;
beforeEach(async () => {
  proc = await temporaryDirectory();
});

interface Recorded {
  readonly group: number;
  readonly ticks: number;
  readonly reapedTicks?: number;
  readonly start?: number;
}

const record = async (pid: number, { group, ticks, reapedTicks = 0, start = 100 }: Recorded): Promise<void> => {
  const folder = path.join(proc, String(pid));
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'stat'),
    `${pid} (p) S 1 ${group} 1 0 -1 0 0 0 0 0 ${ticks} 0 ${reapedTicks} 0 20 0 3 0 ${start} 0 0\n`,
  );
  await writeFile(
    path.join(folder, 'status'),
    'Name:\tp\nVmHWM:\t20 kB\nVmRSS:\t10 kB\nRssAnon:\t4 kB\nRssFile:\t6 kB\n',
  );
};

test('a process is read with the members of its group, and with the children that have ended', async () => {
  await record(10, { group: 10, ticks: 100, reapedTicks: 50 });
  await record(11, { group: 10, ticks: 200 });
  await record(12, { group: 12, ticks: 400 });
  const reader = processReader(proc);
  expect(reader.read(10)?.cpuSeconds).toBe(1.5);
  reader.findGroups();
  expect(reader.read(10)).toEqual({
    cpuSeconds: 3.5,
    rssBytes: 20 * 1024,
    rssAnonBytes: 8 * 1024,
    rssFileBytes: 12 * 1024,
    peakRssBytes: 40 * 1024,
    threads: 6,
  });
});

test('a member that has left the group, or ended, no longer counts', async () => {
  await record(10, { group: 10, ticks: 100 });
  await record(11, { group: 10, ticks: 200 });
  await record(12, { group: 10, ticks: 200 });
  const reader = processReader(proc);
  reader.findGroups();
  await record(11, { group: 11, ticks: 200 });
  await rm(path.join(proc, '12'), { recursive: true });
  expect(reader.read(10)?.cpuSeconds).toBe(1);
});

test('an ended process, and a later one with its pid, are not read', async () => {
  await record(10, { group: 10, ticks: 100 });
  const reader = processReader(proc);
  expect(reader.read(10)).toBeDefined();
  await record(10, { group: 10, ticks: 1, start: 900 });
  expect(reader.read(10)).toBeUndefined();
  expect(reader.read(99)).toBeUndefined();
});

test('this process has CPU time and memory', () => {
  const self = processReader().readSelf();
  expect(self.cpuSeconds).toBeGreaterThan(0);
  expect(self.rssAnonBytes).toBeGreaterThan(1024 ** 2);
  expect(self.peakRssBytes).toBeGreaterThanOrEqual(self.rssAnonBytes);
});
