import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { packageRoot } from '../../package-path.ts';
import { k6ExitText } from './k6-exit.ts';
import { k6Summary, type K6Summary } from './k6-summary.ts';

/** One run of a script of suites/load. */
export interface K6Run {
  /** `rest/create` */
  readonly script: string;
  /** The environment variables of the script; secrets are named by file. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file for what the script prints by `console`; default: the log of k6. */
  readonly consoleFile?: string;
}

/** The numbers of a run, and what it logged. */
export interface K6Result extends K6Summary {
  /** Oldest first. */
  readonly lastLines: readonly string[];
}

/** Starts k6 in an environment, whose state folder gets its scripts, summaries and logs. */
export interface K6 {
  /** Runs a script to its end. Throws an EnvironmentError with the tail of its output if it has no summary. */
  run(run: K6Run, signal: AbortSignal): Promise<K6Result>;
}

/** A virtual user logs its first wrong answer only. */
const loggedLines = 40;

const scripts = path.join(packageRoot, 'suites', 'load');
const quoted = (file: string): string => JSON.stringify(pathToFileURL(file).href);

/** The script itself, with a summary that a program reads: a plain `k6 run` of the script keeps k6's own. */
const entryOf = (script: string): string => {
  const file = quoted(path.join(scripts, `${script}.ts`));
  const summary = quoted(path.join(scripts, 'support', 'summary.ts'));
  return [
    `import { options as own } from ${file};`,
    `import { summaryOptions } from ${summary};`,
    `export * from ${file};`,
    'export const options = summaryOptions(own);',
    `export { handleSummary } from ${summary};`,
    '',
  ].join('\n');
};

/**
 * Offline and without anything that another process on this machine could reach. A server that is measured must not send k6
 * to another one, such as the page of a login.
 */
const settings = { K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false', K6_MAX_REDIRECTS: '0' } as const;

export const k6In = (
  environment: Pick<RunningLocalEnvironment, 'spawn' | 'stateDirectory'>,
  program: string,
  caFile?: string,
): K6 => {
  let last = 0;
  return {
    run: async ({ script, variables, consoleFile }, signal) => {
      signal.throwIfAborted();
      last += 1;
      const name = `k6-${last}`;
      const directory = path.join(environment.stateDirectory, name);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const entry = path.join(directory, 'entry.ts');
      const summary = path.join(directory, 'summary.json');
      await writeFile(entry, entryOf(script));
      await using process = await environment.spawn(name, {
        file: program,
        args: [
          'run',
          '--quiet',
          '--no-color',
          '--no-thresholds',
          '--summary-mode=compact',
          ...(consoleFile === undefined ? [] : ['--console-output', consoleFile]),
          entry,
        ],
        env: {
          PATH: '/usr/bin:/bin',
          HOME: directory,
          ...(caFile !== undefined && { SSL_CERT_FILE: caFile }),
          ...settings,
          ...variables,
          SUMMARY: summary,
        },
        cwd: directory,
      });
      const stop = () => process.killNow();
      signal.addEventListener('abort', stop, { once: true });
      // It may have been aborted while k6 was started.
      if (signal.aborted) stop();
      const { code, signal: ended } = await process.exited;
      signal.removeEventListener('abort', stop);
      signal.throwIfAborted();
      if (code !== 0)
        throw new EnvironmentError(`k6 ${k6ExitText(code, ended)}, running ${script}`, {
          logTail: process.lastLines(loggedLines),
        });
      const text = await readFile(summary, 'utf8').catch((cause: unknown) => {
        throw new EnvironmentError(`k6 ended without a summary, running ${script}`, {
          cause,
          logTail: process.lastLines(loggedLines),
        });
      });
      return { ...k6Summary(text, script), lastLines: process.lastLines(loggedLines) };
    },
  };
};
