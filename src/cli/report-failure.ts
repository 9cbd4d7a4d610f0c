import { CommanderError } from 'commander';
import { exitCode } from '../failures/exit-code.ts';
import { failuresOf } from '../failures/first-failure.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';

/** One clear error and its exit code; an unforeseen one keeps its stack, since it is a defect of the harness. */
const tellOne = (failure: unknown, tell: (line: string) => void): number => {
  // commander has told it.
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCode.ok : exitCode.usage;
  // The user knows.
  if (failure instanceof InterruptedError) return failure.exitCode;
  if (failure instanceof ForeseenError) {
    tell(`error: ${failure.message}`);
    return failure.exitCode;
  }
  tell(
    `error: this is a defect of kfp-conformance: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
  );
  return exitCode.environment;
};

/** Tells why a command ended, and what failed in the tidying up after it; the exit code is of what came first. */
export const reportFailure = (failure: unknown, tell: (line: string) => void): number => {
  const [first, ...later] = failuresOf(failure);
  const code = tellOne(first, tell);
  for (const one of later) tellOne(one, (line) => tell(`while tidying up: ${line}`));
  return code;
};
