import { loadRequirements } from '../contract/load-requirements.ts';
import { ownEnvironmentNames, type OwnEnvironmentName } from '../environments/environment.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { UsageError } from '../failures/usage-error.ts';
import { wholeSelection } from '../judgement/selection.ts';
import type { MatrixRow } from '../mutants/matrix.ts';
import { openRun } from '../runner/open-run.ts';
import type { RunSettings } from '../runner/run-settings.ts';
import { selfCheckEnvironment, selfCheckSettings } from '../runner/self-check.ts';
import { runProject } from '../runner/vitest/run-project.ts';
import { alternatives } from '../text/alternatives.ts';
import type { Progress } from '../waiting/progress.ts';
import { interruption } from './interruption.ts';
import { mutationCollector, type MutationScore } from './mutation-collector.ts';
import { progressPrinter } from './progress.ts';
import { workProgress } from './work-progress.ts';

/** The options of `mutants`, as commander hands them over. */
export interface MutantsOptions {
  readonly json?: boolean;
  readonly full: boolean;
  readonly area: string[];
  readonly environment: string;
}

const levelsOf = { mandatory: 'requirements of level MUST', others: 'other requirements' };

/** The name of a test of the proof without the description of a defect. */
const shortName = (name: string): string => name.replace(/ is detected: .*/s, ' is detected');

const printRow = (mutant: string, row: MatrixRow): void => {
  for (const [lane, { failed, share }] of Object.entries(row))
    process.stdout.write(
      `${mutant.padEnd(40)} ${lane.padEnd(15)} ${(share * 100).toFixed(1).padStart(5)} %  ${failed.join(' ')}\n`,
    );
};

/** Runs the proof with a count of its tests. */
const runProof = async (settings: RunSettings, progress: Progress, ended: AbortSignal) => {
  let total = 0;
  const counts = { passed: 0, failed: 0 };
  using shown = workProgress(progress, {
    noun: 'tests',
    total: () => total,
    counts: () => [`${counts.passed} passed`, `${counts.failed} failed`],
  });
  const collector = mutationCollector({
    onRow: printRow,
    onCollected: (tests) => {
      total += tests;
    },
    onStart: (name) => shown.started(shortName(name)),
    onTest: (state, name) => {
      if (state === 'passed') counts.passed += 1;
      if (state === 'failed') {
        counts.failed += 1;
        progress.line(`failed: ${name}`);
      }
      shown.ended(shortName(name));
    },
    ended,
  });
  return { collector, unhandled: await runProject('mutants', settings, collector.reporter, ended) };
};

const prove = async (
  areas: readonly string[],
  fullMatrix: boolean,
  environment: OwnEnvironmentName,
): Promise<{ score: MutationScore; problems: readonly string[] }> => {
  using progress = progressPrinter(process.stderr);
  using interrupted = interruption();
  const open = async () => {
    using _group = progress.group('Set-up');
    return await openRun({
      environment: selfCheckEnvironment(environment),
      progress: progress.line,
      signal: interrupted.signal,
    });
  };
  await using run = await open();
  const { ended } = run;
  const { collector, unhandled } = await runProof(
    { ...selfCheckSettings(run), selection: { ...wholeSelection, areas }, fullMatrix },
    progress,
    ended,
  );
  const score = collector.score();
  const ailing = await run.pool.lastLook();
  if (ended.aborted)
    progress.line(`ended early: ${collector.killedSoFar()} checks have failed under ${score.mutants} mutants so far`);
  ended.throwIfAborted();
  return { score, problems: [...collector.problems, ...unhandled, ...run.pool.deaths(), ...ailing] };
};

/** Runs the mutants and prints the score; resolves with the exit code. */
export const proveMutants = async ({ json, full, area, environment: name }: MutantsOptions): Promise<ExitCode> => {
  const environment = ownEnvironmentNames.find((own) => own === name);
  if (environment === undefined)
    throw new UsageError(`--environment ${name}: expected ${alternatives(ownEnvironmentNames)}`);
  const areas = [...new Set([...(await loadRequirements()).values()].map((requirement) => requirement.area))];
  const unknown = area.find((one) => !areas.includes(one));
  if (unknown !== undefined) throw new UsageError(`--area ${unknown}: expected one of ${areas.toSorted().join(', ')}`);
  const { score, problems } = await prove(area, full, environment);
  if (score.checks === 0) throw new UsageError(`--area ${area.join(',')}: there are no checks to prove in these areas`);
  if (json === true) process.stdout.write(`${JSON.stringify(score, null, 1)}\n`);
  else {
    process.stdout.write(
      `${score.killed} of ${score.checks} checks failed under at least one of ${score.mutants} mutants\n`,
    );
    for (const key of score.survived) process.stdout.write(`survived: ${key}\n`);
    for (const level of ['mandatory', 'others'] as const) {
      const { compared, killed } = score.aspects[level];
      process.stdout.write(`${killed} of ${compared} aspects of ${levelsOf[level]} failed; --json names the others\n`);
    }
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return score.survived.length + problems.length === 0 ? exitCode.ok : exitCode.failed;
};
