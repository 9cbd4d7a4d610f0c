import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { resolveComponent } from '../../../src/components/set-up.ts';
import { packagePath } from '../../../src/package-path.ts';
import { runProgram } from '../../../src/processes/run-program.ts';

/** What k6 exported at the end of a run: metric → statistic → value. */
export type Metrics = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface K6Run {
  readonly code: number;
  readonly output: string;
  /** What k6 and the script logged: warnings and errors. */
  readonly logged: readonly string[];
  readonly metrics: Metrics;
}

/** A script by surface and operation: `rest/create`. */
export const scriptPath = (script: string): string => packagePath('suites', 'load', `${script}.ts`);

/** Runs a file by `k6 run` and reads what it exports; no further programs or settings of the user take part. */
export const runK6 = async (
  directory: string,
  file: string,
  settings: Readonly<Record<string, string | number>>,
  args: readonly string[] = [],
): Promise<K6Run> => {
  const { path: k6 } = await resolveComponent('k6');
  const exported = path.join(directory, `${path.basename(file)}-${crypto.randomUUID()}.json`);
  const env = {
    HOME: directory,
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
  };
  const all = ['run', '--quiet', '--no-color', '--summary-export', exported, ...args, file];
  const { code, output } = await runProgram(k6, all, { env, deadlineMs: 60_000 }).then(
    (text) => ({ code: 0, output: text }),
    (cause: { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string }) => {
      // Without an exit code it did not start, or was stopped at the deadline.
      if (typeof cause.code !== 'number') throw cause;
      return { code: cause.code, output: `${cause.stdout}${cause.stderr}` };
    },
  );
  const text = await readFile(exported, 'utf8').catch(() => '{}');
  const logged = output.split('\n').filter((line) => line.startsWith('time='));
  return { code, output, logged, metrics: (JSON.parse(text) as { metrics?: Metrics }).metrics ?? {} };
};

/** The number of additions to a counter, or of values of a trend; 0 if there were none. */
export const countOf = (metrics: Metrics, name: string): number => Number(metrics[name]?.['count'] ?? 0);
