import { expect, test } from 'vitest';
import { EnvironmentError } from '../failures/environment-error.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';
import { reportFailure } from './report-failure.ts';
import { UsageError } from '../failures/usage-error.ts';

const told = (failure: unknown): { code: number; lines: readonly string[] } => {
  const lines: string[] = [];
  return { code: reportFailure(failure, (line) => lines.push(line)), lines };
};

test('what was foreseen is told by its message, and anything else as a defect with its stack', () => {
  expect(told(new UsageError('no such flag'))).toEqual({ code: 2, lines: ['error: no such flag'] });
  expect(told(new EnvironmentError('no database'))).toEqual({ code: 3, lines: ['error: no database'] });
  expect(told(new InterruptedError('SIGINT'))).toEqual({ code: 130, lines: [] });
  const { code, lines } = told(new TypeError('x is undefined'));
  expect(code).toBe(3);
  expect(lines.join()).toMatch(/^error: this is a defect of kfp-conformance: TypeError: x is undefined\n +at /);
});

test('what failed first decides the exit code, and what failed in tidying up is told after it', async () => {
  const failing = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Promise.reject(new EnvironmentError('a namespace is left')));
    stack.defer(() => Promise.reject(new EnvironmentError('a role is left')));
    throw new UsageError('no such seed');
  };
  const failure = await failing().catch((cause: unknown) => cause);
  expect(told(failure)).toEqual({
    code: 2,
    lines: [
      'error: no such seed',
      'while tidying up: error: a role is left',
      'while tidying up: error: a namespace is left',
    ],
  });
});
