import { inspect } from 'node:util';
import { UsageError } from '../../src/failures/usage-error.ts';
import { EnvironmentError } from '../../src/failures/environment-error.ts';
import { failuresOf } from '../../src/failures/first-failure.ts';

/** A step that cannot go on, for a reason that its message names in full. */
export class StepError extends Error {
  override readonly name = 'StepError';
}

const known = [EnvironmentError, UsageError, StepError] as const;

const textOf = (failure: unknown): string => {
  if (!(failure instanceof Error)) return typeof failure === 'string' ? failure : `${inspect(failure)} was thrown`;
  const isKnown = known.some((kind) => failure instanceof kind) || failure.message.startsWith('interrupted by');
  // An unexpected one is a defect: its stack, with those of its causes, says where.
  return isKnown ? failure.message : inspect(failure);
};

/** Why a step failed, and what failed in tidying up after it: a line for each foreseen failure, a stack for others. */
export const failureText = (failure: unknown): string => failuresOf(failure).map(textOf).join('\nwhile tidying up: ');
