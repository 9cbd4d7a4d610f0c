import { inspect } from 'node:util';
import { exitCode } from '../../src/failures/exit-code.ts';
import { failuresOf } from '../../src/failures/first-failure.ts';
import { ForeseenError } from '../../src/failures/foreseen-error.ts';

/** A step that cannot go on, for a reason that its message names in full. */
export class StepError extends ForeseenError {
  override readonly name = 'StepError';
  readonly code = 'step';
  readonly exitCode = exitCode.failed;
}

const textOf = (failure: unknown): string => {
  if (failure instanceof ForeseenError) return failure.message;
  // An unexpected one is a defect: its stack, with those of its causes, says where.
  if (failure instanceof Error) return inspect(failure);
  return typeof failure === 'string' ? failure : `${inspect(failure)} was thrown`;
};

/** Why a step failed, and what failed in tidying up after it: a line for each foreseen failure, a stack for others. */
export const failureText = (failure: unknown): string => failuresOf(failure).map(textOf).join('\nwhile tidying up: ');
