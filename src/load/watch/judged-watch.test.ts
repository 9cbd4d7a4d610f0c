import { expect, test } from 'vitest';
import { watchFaults } from './judged-watch.ts';

const good = { delivered: 3, missing: 0, duplicates: 0, recreated: 0, unexpected: 0, examples: '' };

test('a watch that delivers each object once has no fault', () => {
  expect(watchFaults({ watchers: [good, good] })).toEqual([]);
});

test.each([
  ['missing', { missing: 1, examples: 'missing: 7' }, '1 event never delivered (missing: 7)'],
  [
    'duplicates',
    { duplicates: 2, examples: 'more than once: 7' },
    '2 events delivered more than once (more than once: 7)',
  ],
  [
    'recreated',
    { recreated: 1, examples: 'with another uid: 7' },
    '1 event delivered with another uid (with another uid: 7)',
  ],
  [
    'unexpected',
    { unexpected: 1, examples: 'not expected: load-9' },
    '1 event delivered and never created (not expected: load-9)',
  ],
])('%s makes the measurement wrong, whichever watcher saw it', (_, fault, text) => {
  expect(watchFaults({ watchers: [good, { ...good, ...fault }] })).toEqual([
    { reason: 'wrong-answers', subject: 'watch', text },
  ]);
});
