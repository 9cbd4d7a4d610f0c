import { expect, test } from 'vitest';
import { parseCpuLine, parseMemInfo, parsePressure, parseSwappedPages } from './machine-usage.ts';
import { readMachine } from './machine-reader.ts';

test('busy time is that of programs and interrupts, without idle time, disk waits and steal', () => {
  const text = 'cpu  76954 6 10783 27644 356 40 166 164 1000 0\ncpu0 38444 0 5447 13797 202 0 39 84 0 0\n';
  expect(parseCpuLine(text)).toEqual({ busySeconds: 879.49, stealSeconds: 1.64 });
});

test('memory and swap', () => {
  const text =
    'MemTotal:       24683584 kB\nMemFree:        14971000 kB\nMemAvailable:   22859000 kB\nSwapCached: 0 kB\nSwapTotal:       2048 kB\nSwapFree:        1024 kB\n';
  expect(parseMemInfo(text)).toEqual({
    memTotalBytes: 24683584 * 1024,
    memAvailableBytes: 22859000 * 1024,
    swapUsedBytes: 1024 * 1024,
  });
  expect(parseSwappedPages('pgpgin 5\npswpin 7\npswpout 11\nnr_x 1\n')).toBe(18);
  expect(parseSwappedPages('')).toBe(0);
});

test('pressure stall times, of old kernels and of none', () => {
  const some = 'some avg10=0.15 avg60=0.22 avg300=0.26 total=3846042\n';
  expect(parsePressure(`${some}full avg10=0.00 avg60=0.00 avg300=0.08 total=2125108\n`)).toEqual({
    someSeconds: 3.846042,
    fullSeconds: 2.125108,
  });
  expect(parsePressure(some)).toEqual({ someSeconds: 3.846042, fullSeconds: 0 });
  expect(parsePressure('')).toBeUndefined();
});

test('this machine can be read', () => {
  const { busySeconds, memTotalBytes, memAvailableBytes } = readMachine();
  expect(busySeconds).toBeGreaterThan(0);
  expect(memAvailableBytes).toBeGreaterThan(0);
  expect(memAvailableBytes).toBeLessThan(memTotalBytes);
});
