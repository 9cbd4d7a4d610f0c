import { CommanderError } from 'commander';
import { EnvironmentError } from '../failures/environment-error.ts';
import { failuresOf } from '../failures/first-failure.ts';
import { ReportFormatError } from '../judgement/report-format-error.ts';
import { ReportWriteError } from '../report/report-write-error.ts';
import { exitCode } from './exit-code.ts';
import { UsageError } from '../failures/usage-error.ts';

/** One clear error and its exit code; an unforeseen one keeps its stack, since it is a defect of the harness. */
const tellOne = (failure: unknown, tell: (line: string) => void): number => {
  // commander has told it.
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCode.ok : exitCode.usage;
  if (failure instanceof UsageError || failure instanceof ReportFormatError) {
    tell(`error: ${failure.message}`);
    return exitCode.usage;
  }
  if (failure instanceof EnvironmentError || failure instanceof ReportWriteError) {
    tell(`error: ${failure.message}`);
    return exitCode.environment;
  }
  if (failure instanceof Error && failure.message.startsWith('interrupted by')) return exitCode.interrupted;
  tell(
    `error: this is a defect of kfp-conformance: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
  );
  return exitCode.environment;
};

/** Tells why a command ended, and what failed in the tidying up after it; the exit code is of what came first. */
export const tellFailure = (failure: unknown, tell: (line: string) => void): number => {
  const [first, ...later] = failuresOf(failure);
  const code = tellOne(first, tell);
  for (const one of later) tellOne(one, (line) => tell(`while tidying up: ${line}`));
  return code;
};
