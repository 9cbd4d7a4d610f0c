import { expect, test } from 'vitest';
import { bytesText, durationText, figureText, shareText, shortCount, significant, tickText } from './number-text.ts';

test.each([
  [0, '0'],
  [0.004_23, '0.0042'],
  [0.42, '0.42'],
  [1.944, '1.94'],
  [9.996, '10.0'],
  [18.24, '18.2'],
  [99.96, '100'],
  [182.4, '182'],
  [1820, '1,820'],
])('%f has three significant digits: %s', (value, text) => {
  expect(significant(value)).toBe(text);
});

test('sizes, times and shares have their unit', () => {
  expect([0, 512, 1024, 85_983_232, 25_769_803_776].map(bytesText)).toEqual([
    '0 bytes',
    '512 bytes',
    '1.00 KiB',
    '82.0 MiB',
    '24.0 GiB',
  ]);
  expect([0.5, 12.34, 59.999, 250, 3599.7, 18_000].map(durationText)).toEqual([
    '0.50 s',
    '12.3 s',
    '60.0 s',
    '4 min 10 s',
    '1 h 0 min',
    '5 h 0 min',
  ]);
  expect(shareText(0.013)).toBe('1.30 %');
});

test('ticks are short', () => {
  expect([0.5, 20, 1000].map(tickText)).toEqual(['0.5', '20', '1,000']);
  expect([200, 1000, 30_000, 2_000_000].map(shortCount)).toEqual(['200', '1k', '30k', '2M']);
});

test('a figure is named by its words, with the unit at its end', () => {
  expect(figureText('visibleP99Ms', 12.34)).toBe('visible p99 12.3 ms');
  expect(figureText('gapsCount', 0)).toBe('gaps 0');
  expect(figureText('readySeconds', 1.1)).toBe('ready 1.10 s');
  expect(figureText('walkedBytes', 2_097_152)).toBe('walked 2.00 MiB');
  expect(figureText('pagesPerSecond', 27)).toBe('pages 27/s');
  expect(figureText('peakRssBytes', 2_097_152)).toBe('peak RSS 2.00 MiB');
  expect(figureText('lagFromAcknowledgementResolutionMs', 1)).toBe(
    'resolution of the lag behind the acknowledgement 1 ms',
  );
});
