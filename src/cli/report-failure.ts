import { CommanderError } from 'commander';
import { exitCode } from '../failures/exit-code.ts';
import { failuresOf } from '../failures/first-failure.ts';
import { ForeseenError } from '../failures/foreseen-error.ts';
import { InterruptedError } from '../failures/interrupted-error.ts';

/** Prints one failure and returns its exit code; an unforeseen one is a defect of the harness and keeps its stack. */
const reportOne = (failure: unknown, print: (line: string) => void): number => {
  // commander has printed it.
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCode.ok : exitCode.usage;
  // The user caused it, so there is nothing to report.
  if (failure instanceof InterruptedError) return failure.exitCode;
  if (failure instanceof ForeseenError) {
    print(`error: ${failure.message}`);
    return failure.exitCode;
  }
  print(
    `error: this is a defect of kfp-conformance: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
  );
  return exitCode.environment;
};

/** Reports why a command failed, then the failures of its clean-up; returns the exit code of the first failure. */
export const reportFailure = (failure: unknown, print: (line: string) => void): number => {
  const [first, ...later] = failuresOf(failure);
  const code = reportOne(first, print);
  for (const one of later) reportOne(one, (line) => print(`during clean-up: ${line}`));
  return code;
};
