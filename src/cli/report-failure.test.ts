import { expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';
import { reportFailure } from './report-failure.ts';
import { UsageError } from '../failures/usage-error.ts';

const reported = (failure: unknown): { code: number; lines: readonly string[] } => {
  const lines: string[] = [];
  return { code: reportFailure(failure, (line) => lines.push(line)), lines };
};

test('a foreseen failure is reported by its message, any other as a defect with its stack', () => {
  expect(reported(new UsageError('no such flag'))).toEqual({ code: 2, lines: ['error: no such flag'] });
  expect(reported(new EnvironmentError('no database'))).toEqual({ code: 3, lines: ['error: no database'] });
  expect(reported(new InterruptedError('SIGINT'))).toEqual({ code: 130, lines: [] });
  const { code, lines } = reported(new TypeError('x is undefined'));
  expect(code).toBe(3);
  expect(lines.join()).toMatch(/^error: this is a defect of kfp-conformance: TypeError: x is undefined\n +at /);
});

test('the first failure decides the exit code, and failures of the clean-up are reported after it', async () => {
  const failing = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Promise.reject(new EnvironmentError('a namespace is left')));
    stack.defer(() => Promise.reject(new EnvironmentError('a role is left')));
    throw new UsageError('no such seed');
  };
  const failure = await failing().catch((cause: unknown) => cause);
  expect(reported(failure)).toEqual({
    code: 2,
    lines: [
      'error: no such seed',
      'during clean-up: error: a role is left',
      'during clean-up: error: a namespace is left',
    ],
  });
});
