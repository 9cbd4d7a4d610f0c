import { expect, test } from 'vitest';
import { detectionOf, detectionText, roundsToSee } from './detection.ts';

test('a rate of 5 % takes 59 rounds and one of 1 % 299, and these state it', () => {
  expect([roundsToSee(0.05), roundsToSee(0.01)]).toEqual([59, 299]);
  expect(detectionOf(59)).toEqual({ rounds: 59, rate: 0.05 });
  expect(detectionOf(299)).toEqual({ rounds: 299, rate: 0.01 });
  expect(detectionText(detectionOf(59))).toBe('no failure in 59 rounds: a rate of 5 % or more would be seen with 95 %');
});

// Why: a check that found nothing in 40 rounds looked as good as one that found nothing in 299.
test('fewer rounds state a larger rate, which is never smaller than what they can show', () => {
  for (const rounds of [1, 8, 20, 25, 40, 58, 60, 298])
    expect((1 - detectionOf(rounds).rate) ** rounds).toBeLessThan(0.05001);
  expect(detectionText(detectionOf(20))).toBe(
    'no failure in 20 rounds: a rate of 14 % or more would be seen with 95 %',
  );
  expect(detectionOf(0).rate).toBe(1);
});
