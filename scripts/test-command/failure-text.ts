import { inspect } from 'node:util';
import { exitCode } from '../../src/failures/exit-code.ts';
import { failuresOf } from '../../src/failures/first-failure.ts';
import { ForeseenError } from '../../src/failures/foreseen-error.ts';

/** A step that cannot continue; its message contains the complete reason. */
export class StepError extends ForeseenError {
  override readonly name = 'StepError';
  readonly code = 'step';
  readonly exitCode = exitCode.failed;
}

const textOf = (failure: unknown): string => {
  if (failure instanceof ForeseenError) return failure.message;
  // An unexpected failure is a defect, so its stack and those of its causes are printed.
  if (failure instanceof Error) return inspect(failure);
  return typeof failure === 'string' ? failure : `${inspect(failure)} was thrown`;
};

/** The failure of a step, then those of its clean-up: a line for each foreseen failure, a stack for each other one. */
export const failureText = (failure: unknown): string => failuresOf(failure).map(textOf).join('\nduring clean-up: ');
