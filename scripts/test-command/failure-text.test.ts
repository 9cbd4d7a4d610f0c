import { expect, test } from 'vitest';
import { UsageError } from '../../src/failures/usage-error.ts';
import { EnvironmentError } from '../../src/failures/environment-error.ts';
import { failureText } from './failure-text.ts';

test('a foreseen failure is one line, without its cause', () => {
  const cause = new Error('ECONNREFUSED');
  expect(failureText(new EnvironmentError('no engine answers', { cause }))).toBe('no engine answers');
  expect(failureText(new UsageError('expected a number'))).toBe('expected a number');
});

// Why: a TypeError in a set-up was printed as "Cannot read properties of undefined", without its location.
test('an unexpected failure keeps its stack and those of its causes', () => {
  const text = failureText(new TypeError('not a function', { cause: new RangeError('too long') }));
  expect(text).toMatch(/^TypeError: not a function\n +at .*failure-text\.test\.ts/);
  expect(text).toContain('[cause]: RangeError: too long');
});

// Why: a thrown value that is not an Error has no message, and `FAILED: …: undefined` was printed.
test('a thrown value that is not an Error is printed itself', () => {
  expect(failureText('out of order')).toBe('out of order');
  expect(failureText(undefined)).toBe('undefined was thrown');
});

test('failures of the clean-up are printed after the first failure', () => {
  const both = new SuppressedError(new EnvironmentError('the folder stays'), new EnvironmentError('no engine answers'));
  expect(failureText(both)).toBe('no engine answers\nduring clean-up: the folder stays');
});
