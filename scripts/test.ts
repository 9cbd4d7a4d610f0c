import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../src/cli/package-path.ts';
import { whyNoEngine } from '../src/components/engine/container-engine.ts';

/** One step of the project's tests, and how many cases it decided. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where vitest or the conformance run leaves its counts; without it the step is one case. */
  readonly counts?: (directory: string) => Promise<{ passed: number; failed: number }>;
  /** Why it cannot be run here, if it cannot. */
  readonly hindrance?: () => Promise<string | undefined>;
}

const vitestCounts = (file: string) => async (directory: string) => {
  const report = JSON.parse(await readFile(path.join(directory, file), 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
};

const bin = (name: string): string => path.join(packageRoot, 'node_modules/.bin', name);
const steps = (directory: string): readonly Step[] => {
  const vitest = (name: string, ...projects: readonly string[]): Step => {
    const file = `${projects[0]}.json`;
    const asked = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter', projects.includes('unit') ? 'default' : 'dot', '--reporter', 'json'];
    const command = [bin('vitest'), 'run', ...asked, ...reporters, '--outputFile', path.join(directory, file)];
    return { name, command, counts: vitestCounts(file) };
  };
  return [
    { name: 'types', command: [bin('tsc'), '--noEmit'] },
    { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'format', command: [bin('prettier'), '--check', '.', '--log-level', 'warn'] },
    { name: 'unused code', command: [bin('knip')] },
    vitest('unit tests', 'unit'),
    vitest('conformance and mutants', 'conformance', 'mutants'),
    { ...vitest('clusters', 'cluster'), hindrance: whyNoEngine },
    { ...vitest('conformance and mutants in a cluster', 'kind', 'kind-mutants'), hindrance: whyNoEngine },
  ];
};

let interrupted = false;

const run = (command: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, { cwd: packageRoot, stdio: ['ignore', 'inherit', 'inherit'] });
    const forward = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? 1);
    });
  });

let passed = 0;
let failed = 0;
const notRun: string[] = [];
const directory = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-test-'));
try {
  for (const { name, command, counts, hindrance } of steps(directory)) {
    // What was decided by then counts; the rest is not begun.
    if (interrupted) break;
    const why = await hindrance?.();
    if (why !== undefined) {
      notRun.push(`${name}: ${why}`);
      continue;
    }
    const started = performance.now();
    const code = await run(command);
    // A step that leaves no counts where it should has decided nothing.
    const decided =
      counts === undefined
        ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
        : await counts(directory).catch(() => ({ passed: 0, failed: 1 }));
    // A step that failed without a failed case (a broken set-up, an unhandled error) is a failure all the same.
    passed += decided.passed;
    failed += code !== 0 && decided.failed === 0 ? 1 : decided.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
for (const line of notRun) process.stdout.write(`NOT RUN: ${line}\n`);
if (interrupted) process.stdout.write('interrupted: not everything was run\n');
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = interrupted ? 130 : failed === 0 ? 0 : 1;
