import { expect, test } from 'vitest';
import { recordedProgress } from '../testing/recorded-progress.ts';
import { statusReporter } from './progress.ts';

// Why: a timer of one second drifts, and `seconds % 10` then reports a moment twice or not at all.
test('a log gets a line about every ten seconds, even if the clock skips and repeats seconds', () => {
  const { line, lines } = recordedProgress();
  const report = statusReporter({ line });
  for (const seconds of [1, 9, 9, 11, 11, 12, 20, 21, 22, 31]) report(seconds, `${seconds} s`);
  expect(lines).toEqual(['11 s', '21 s', '31 s']);
});

test('a terminal gets every status', () => {
  const progress = recordedProgress();
  const report = statusReporter(progress);
  for (const seconds of [1, 2, 3]) report(seconds, `${seconds} s`);
  expect(progress).toMatchObject({ lines: [], statuses: ['1 s', '2 s', '3 s'] });
});
