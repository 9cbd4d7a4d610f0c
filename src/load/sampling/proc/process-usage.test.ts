import { expect, test } from 'vitest';
import { parseStat, parseStatus } from './process-usage.ts';

test('the fields of a process with blanks and parentheses in its name', () => {
  const text =
    '4711 (my (odd) name) S 4700 4700 4700 0 -1 4194304 101 0 3 0 250 50 30 20 20 0 9 0 58185 3133440 412 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n';
  expect(parseStat(text)).toEqual({ group: 4700, ownSeconds: 3, reapedSeconds: 0.5, threads: 9, startTicks: 58185 });
});

test.each(['', '4711 (sh) S 1 2 3'])('a text without all fields is nothing', (text) => {
  expect(parseStat(text)).toBeUndefined();
});

test('own memory is told from mapped files', () => {
  const text =
    'Name:\tetcd\nState:\tS (sleeping)\nVmPeak:\t 9000 kB\nVmHWM:\t    1756 kB\nVmRSS:\t    1700 kB\nRssAnon:\t     116 kB\nRssFile:\t    1584 kB\nRssShmem:\t       0 kB\nThreads:\t9\n';
  expect(parseStatus(text)).toEqual({
    rssBytes: 1700 * 1024,
    rssAnonBytes: 116 * 1024,
    rssFileBytes: 1584 * 1024,
    peakRssBytes: 1756 * 1024,
  });
});

test('a zombie has no memory', () => {
  expect(parseStatus('Name:\tsh\nState:\tZ (zombie)\nThreads:\t1\n')).toMatchObject({ rssBytes: 0, peakRssBytes: 0 });
});
