import { expect, test } from 'vitest';
import { k6ExitText } from './k6-exit.ts';

// The codes are those of errext/exitcodes in k6 2.2.
test.each([
  [100, 'ended with exit code 100: setup took longer than its time-out'],
  [104, 'ended with exit code 104: its options are not valid'],
  [110, 'ended with exit code 110: the script marked the test as failed'],
  [2, 'ended with exit code 2'],
])('exit code %d is told in words where k6 has a meaning for it', (code, text) => {
  expect(k6ExitText(code, null)).toBe(text);
});

test('a k6 that was killed has a signal', () => {
  expect(k6ExitText(null, 'SIGKILL')).toBe('was ended by SIGKILL');
});
