import { expect, test } from 'vitest';
import { EnvironmentError } from './environment-error.ts';

test('the message consists of the summary, the log and the remark', () => {
  expect(new EnvironmentError('etcd ended.').message).toBe('etcd ended.');
  expect(new EnvironmentError('etcd ended.', { logTail: [] }).message).toBe('etcd ended. It printed nothing.');
  const { message, summary } = new EnvironmentError('etcd ended.', {
    logTail: ['a', 'b'],
    remark: 'Port 1 was taken.',
  });
  expect(message).toBe('etcd ended. Its last lines:\n  a\n  b\nPort 1 was taken.');
  expect(summary).toBe('etcd ended.');
});

// Why: an own property `cause` with the value undefined would be printed.
test('an error without a cause has no property `cause`', () => {
  const cause = new Error('ENOENT');
  expect(new EnvironmentError('no folder', { cause }).cause).toBe(cause);
  expect('cause' in new EnvironmentError('no folder', { remark: 'Make it.' })).toBe(false);
});
