import { access, constants, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadRequirements } from '../contract/load-requirements.ts';
import { ownEnvironmentNames, type OwnEnvironmentName } from '../environments/environment.ts';
import { exitCode, type ExitCode } from '../failures/exit-code.ts';
import { UsageError } from '../failures/usage-error.ts';
import { wholeSelection } from '../judgement/selection.ts';
import { openRun } from '../runner/open-run.ts';
import type { RunSettings } from '../runner/run-settings.ts';
import { selfCheckEnvironment, selfCheckSettings } from '../runner/self-check.ts';
import { runProject } from '../runner/vitest/run-project.ts';
import { alternatives } from '../text/alternatives.ts';
import type { Progress } from '../waiting/progress.ts';
import { interruption } from './interruption.ts';
import { matrixTable } from './matrix-table.ts';
import { mutationCollector, type MutationScore } from './mutation-collector.ts';
import { progressPrinter } from './progress.ts';
import { workProgress } from './work-progress.ts';

/** The options of `mutants`, as commander hands them over. */
export interface MutantsOptions {
  readonly json?: boolean;
  readonly full: boolean;
  /** The file to write the matrix to. */
  readonly matrix?: string;
  readonly area: string[];
  readonly environment: string;
}

const levelsOf = { mandatory: 'requirements of level MUST', others: 'other requirements' };

/** The name of a test of the proof without the description of a defect. */
const shortName = (name: string): string => name.replace(/ is detected: .*/s, ' is detected');

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
    onNote: progress.line,
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
    { ...selfCheckSettings(run), selection: { ...wholeSelection, areas }, everyMutant: true, fullMatrix },
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

/** Throws before an hour of work is lost. */
const requireFolder = async (file: string): Promise<void> => {
  const folder = path.dirname(file);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new UsageError(`--matrix ${file}: expected a folder that can be written to at ${folder}`, { cause });
  });
};

/** Runs the mutants and prints the score; resolves with the exit code. */
export const proveMutants = async (options: MutantsOptions): Promise<ExitCode> => {
  const { json, full, matrix: file, area, environment: name } = options;
  const environment = ownEnvironmentNames.find((own) => own === name);
  if (environment === undefined)
    throw new UsageError(`--environment ${name}: expected ${alternatives(ownEnvironmentNames)}`);
  if (file !== undefined && !full) throw new UsageError('--matrix: expected --full as well, which makes the matrix');
  if (file !== undefined) await requireFolder(file);
  const areas = [...new Set([...(await loadRequirements()).values()].map((requirement) => requirement.area))];
  const unknown = area.find((one) => !areas.includes(one));
  if (unknown !== undefined) throw new UsageError(`--area ${unknown}: expected one of ${areas.toSorted().join(', ')}`);
  const { score, problems } = await prove(area, full, environment);
  if (score.checks === 0) throw new UsageError(`--area ${area.join(',')}: there are no checks to prove in these areas`);
  const { matrix } = score;
  if (file !== undefined && matrix !== undefined) await writeFile(file, matrixTable(matrix));
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
    if (matrix !== undefined) process.stdout.write(`\n${matrixTable(matrix)}`);
  }
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return score.survived.length + problems.length === 0 ? exitCode.ok : exitCode.failed;
};
