import { expect, test } from 'vitest';
import { parseAcknowledgements, requireAcknowledgements } from './acknowledgements.ts';

test('the lines that k6 prints have an index and an instant, whatever is around them', () => {
  const line = (index: number) =>
    `time="2026-12-01T13:00:00Z" level=info msg="acknowledged ${index} 17${index}" source=console\n`;
  expect([...parseAcknowledgements(line(20) + line(21))]).toEqual([
    [20, 1720],
    [21, 1721],
  ]);
});

const numbers = { iterations: 3, wrongAnswers: 0, throttled: 0, scriptErrors: 0 };

// Why: without any lag there is nothing to judge, and the watch would pass.
test('creates of which no answer is known are an error', () => {
  expect(() => requireAcknowledgements(new Map(), numbers)).toThrow(
    expect.objectContaining({
      code: 'environment',
      message: 'the watch has no lag: k6 created 3 pipelines and printed no time of an answer',
    }),
  );
});

test.each([
  ['one of them is known', new Map([[20, 1720]]), numbers],
  ['there are none', new Map(), { ...numbers, iterations: 0 }],
  ['all of them failed', new Map(), { ...numbers, wrongAnswers: 1, throttled: 1, scriptErrors: 1 }],
])('they are none where %s', (_, acknowledged, given) => {
  expect(() => requireAcknowledgements(acknowledged, given)).not.toThrow();
});
