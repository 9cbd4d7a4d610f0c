import type { Reporter } from 'vitest/node';
import type { MatrixRow } from '../mutants/matrix.ts';
import { openSession } from '../runner/open-session.ts';
import { selfCheckPlace } from '../runner/place.ts';
import type { RunSettings } from '../runner/run-settings.ts';
import { wholeSelection } from '../judgement/selection.ts';
import { beyondLocal, settingsVariable } from '../runner/vitest/global-setup.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { openVitest } from '../runner/vitest/open-vitest.ts';
import { exitCode } from '../failures/exit-code.ts';
import { interruption } from './interruption.ts';
import { progressPrinter } from './progress.ts';
import { UsageError } from '../failures/usage-error.ts';

/** `mutants --json`: how many checks can fail, how many were seen failing, and which were not. */
export interface MutationScore {
  readonly checks: number;
  readonly killed: number;
  readonly mutants: number;
  readonly survived: readonly string[];
}

/** The options of `mutants`, as commander hands them over. */
export interface MutantsOptions {
  readonly json?: boolean;
  readonly full: boolean;
  readonly area: string[];
  readonly environment: string;
}

const rowText = (mutant: string, row: MatrixRow): string =>
  Object.entries(row)
    .map(
      ([lane, { failed, share }]) =>
        `${mutant.padEnd(40)} ${lane.padEnd(15)} ${(share * 100).toFixed(1).padStart(5)} %  ${failed.join(' ')}\n`,
    )
    .join('');

const prove = async (
  areas: readonly string[],
  fullMatrix: boolean,
  environment: 'local' | 'kind',
): Promise<{ score: MutationScore; problems: readonly string[] }> => {
  const progress = progressPrinter(process.stderr);
  using interrupted = interruption();
  await using session = await openSession({
    place: selfCheckPlace(environment),
    progress: progress.line,
    signal: interrupted.signal,
  });
  const settings: RunSettings = {
    brokerSocket: session.broker.socketPath,
    hostAddress: session.environment.hostAddress,
    facilities: [...session.host.facilities],
    ...(environment === 'kind' && { onlyNeeding: beyondLocal }),
    seed: 1,
    selection: { ...wholeSelection, areas },
    baseline: [],
    fullMatrix,
  };
  process.env[settingsVariable] = JSON.stringify(settings);
  const checks = new Set<string>();
  const killed = new Set<string>();
  let mutants = 0;
  const problems: string[] = [];
  const reporter: Reporter = {
    onTestModuleEnd: (module) => {
      for (const error of module.errors()) problems.push(`${module.relativeModuleId}: ${error.message}`);
    },
    onTestCaseResult: (test) => {
      const { mutantResult, declaredChecks, matrixRow } = test.meta();
      for (const key of declaredChecks ?? []) checks.add(key);
      for (const key of mutantResult?.killed ?? []) killed.add(key);
      if (mutantResult !== undefined) mutants += 1;
      if (mutantResult !== undefined && matrixRow !== undefined)
        process.stdout.write(rowText(mutantResult.mutant, matrixRow));
      const { state, errors } = test.result();
      if (session.ended.aborted) return;
      progress.line(`${state} ${test.name}`);
      if (state === 'failed') problems.push(`${test.name}: ${errors?.[0]?.message ?? ''}`);
    },
  };
  const vitest = await openVitest('mutants', reporter, session.environment.stateDirectory);
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  session.ended.addEventListener('abort', cancel, { once: true });
  try {
    await vitest.start();
  } finally {
    await vitest.close();
    process.exitCode = undefined;
  }
  if (session.ended.aborted)
    progress.line(`${killed.size} checks had been seen failing under ${mutants} mutants by then`);
  session.ended.throwIfAborted();
  const survived = [...checks].filter((key) => !killed.has(key));
  return { score: { checks: checks.size, killed: checks.size - survived.length, mutants, survived }, problems };
};

/** Proves and prints; resolves with the exit code. */
export const proveMutants = async ({ json, full, area, environment }: MutantsOptions): Promise<number> => {
  if (environment !== 'local' && environment !== 'kind')
    throw new UsageError(`--environment ${environment}: expected local or kind`);
  const areas = [...new Set([...(await loadRequirements()).values()].map((requirement) => requirement.area))];
  const unknown = area.find((name) => !areas.includes(name));
  if (unknown !== undefined) throw new UsageError(`--area ${unknown}: expected one of ${areas.toSorted().join(', ')}`);
  const { score, problems } = await prove(area, full, environment);
  if (score.checks === 0) throw new UsageError(`--area ${area.join(',')}: there is no check that a defect could fail`);
  if (json === true) process.stdout.write(`${JSON.stringify(score, null, 1)}\n`);
  else {
    process.stdout.write(
      `${score.killed} of ${score.checks} checks were seen failing under ${score.mutants} mutants\n`,
    );
    for (const key of score.survived) process.stdout.write(`survived: ${key}\n`);
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return score.survived.length + problems.length === 0 ? exitCode.ok : exitCode.failed;
};
