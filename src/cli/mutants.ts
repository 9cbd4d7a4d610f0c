import { Command } from 'commander';
import { createVitest } from 'vitest/node';
import { checkKey, failableChecks } from '../mutants/check-key.ts';
import { loadMutants } from '../mutants/load-mutants.ts';
import type { MutantResult } from '../mutants/proof.ts';
import { openSession } from '../runner/open-session.ts';
import { wholeSelection, type RunSettings } from '../runner/run-settings.ts';
import { settingsVariable } from '../runner/vitest/global-setup.ts';
import { loadRequirements } from '../scenarios/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { exitCode } from './exit-code.ts';
import { interruption } from './interruption.ts';
import { packagePath, packageRoot } from './package-path.ts';
import { progressPrinter } from './progress.ts';

/** `mutants --json`: how many checks can fail, how many were seen failing, and which were not. */
export interface MutationScore {
  readonly checks: number;
  readonly killed: number;
  readonly mutants: number;
  readonly survived: readonly string[];
}

const prove = async (): Promise<{ score: MutationScore; problems: readonly string[] }> => {
  const progress = progressPrinter(process.stderr);
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const checks = failableChecks(scenarios, catalogue).map(({ requirement, lane, scenario }) => checkKey(requirement, lane, scenario.name));
  using interrupted = interruption();
  await using session = await openSession({ target: 'reference', progress: progress.line, signal: interrupted.signal });
  const settings: RunSettings = { brokerSocket: session.broker.socketPath, seed: 1, selection: wholeSelection, baseline: [] };
  process.env[settingsVariable] = JSON.stringify(settings);
  const results: MutantResult[] = [];
  const problems: string[] = [];
  const vitest = await createVitest('test', {
    root: packageRoot,
    config: packagePath(import.meta.filename.endsWith('.ts') ? 'vitest.config.ts' : 'dist/vitest.config.js'),
    project: ['mutants'],
    watch: false,
    reporters: [
      {
        onTestCaseResult: (test) => {
          const { mutantResult } = test.meta();
          if (mutantResult !== undefined) results.push(mutantResult);
          const { state, errors } = test.result();
          progress.line(`${state} ${test.name}`);
          if (state === 'failed') problems.push(`${test.name}: ${errors?.[0]?.message ?? ''}`);
        },
      },
    ],
  });
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  interrupted.signal.addEventListener('abort', cancel, { once: true });
  try {
    await vitest.start();
  } finally {
    await vitest.close();
    process.exitCode = undefined;
  }
  interrupted.signal.throwIfAborted();
  const killed = new Set(results.flatMap((result) => result.killed));
  const survived = checks.filter((key) => !killed.has(key));
  return { score: { checks: checks.length, killed: checks.length - survived.length, mutants: (await loadMutants()).length, survived }, problems };
};

/** `mutants`: proves on the reference implementation that every check can fail. */
export const mutantsCommand = (end: (code: number) => void): Command =>
  new Command('mutants')
    .description('prove that every check can fail: run each against the deliberate defects declared for it')
    .option('--json', 'print the score as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { score, problems } = await prove();
      if (json === true) process.stdout.write(`${JSON.stringify(score, null, 1)}\n`);
      else {
        process.stdout.write(`${score.killed} of ${score.checks} checks were seen failing under ${score.mutants} mutants\n`);
        for (const key of score.survived) process.stdout.write(`survived: ${key}\n`);
      }
      for (const problem of problems) process.stderr.write(`${problem}\n`);
      end(score.survived.length + problems.length === 0 ? exitCode.ok : exitCode.failed);
    });
