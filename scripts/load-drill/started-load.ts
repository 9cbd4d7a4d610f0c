import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { loadReportFile } from '../../src/judgement/load/json.ts';
import { loadSchema, type LoadReport } from '../../src/judgement/load/schema.ts';
import { packagePath } from '../../src/package-path.ts';
import { readState, statePrefix, type EnvironmentState } from '../../src/state/state-directory.ts';
import { testProcess } from '../../src/testing/test-process.ts';
import type { TestResources } from '../../src/testing/test-resources.ts';
import { waitUntil } from '../../src/waiting/wait-until.ts';

/** A `load` of the command line that is running. */
export interface StartedLoad {
  /** What it has printed on standard error and standard output so far. */
  output(): string;
  /** Waits for a text in its output; throws if it ends before. */
  until(text: string | RegExp): Promise<void>;
  /** The pid of a server of its open store: `etcd`, `target-load`. */
  pidOf(name: string): number;
  interrupt(): void;
  readonly exited: Promise<number | null>;
  /** What it wrote as load.json; absent if it wrote none. */
  report(): Promise<LoadReport | undefined>;
  /** What is left in the folder of running environments. */
  leftovers(): readonly string[];
}

const collected = (streams: readonly (Readable | undefined)[]): (() => string) => {
  const pieces: string[] = [];
  for (const stream of streams) stream?.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  return () => pieces.join('');
};

/** Starts `load` with environments and reports in `directory`. */
export const startLoad = async (
  args: readonly string[],
  directory: string,
  { use }: Pick<TestResources, 'use'>,
): Promise<StartedLoad> => {
  const [state, reports] = [path.join(directory, 'state'), path.join(directory, 'reports')];
  const command = [packagePath('src/cli/main.ts'), 'load', ...args, '--output', reports];
  const running = await use(
    testProcess(process.execPath, command, {
      stderr: 'pipe',
      env: { ...process.env, KFP_CONFORMANCE_STATE: state },
    }),
  );
  const output = collected([running.stderr, running.stdout]);
  let ended = false;
  const exited = running.exited.then(({ code }) => {
    ended = true;
    return code;
  });
  const environments = (): readonly string[] => (existsSync(state) ? readdirSync(state) : []);
  const statesOf = (): readonly EnvironmentState[] =>
    environments()
      .filter((name) => name.startsWith(statePrefix))
      .flatMap((name) => readState(path.join(state, name)) ?? []);
  return {
    output,
    until: async (text) => {
      await waitUntil({
        name: `"${String(text)}" in the output of load`,
        deadlineMs: 120_000,
        look: () => {
          if (typeof text === 'string' ? output().includes(text) : text.test(output())) return { done: undefined };
          if (ended) throw new Error(`load ended before "${String(text)}":\n${output()}`);
          return { observed: output().slice(-300) };
        },
      });
    },
    pidOf: (name) => {
      const found = statesOf().flatMap(({ processes }) => processes.filter((one) => one.name === name));
      const pid = found.at(-1)?.identity.pid;
      if (pid === undefined) throw new Error(`no ${name} is running`);
      return pid;
    },
    interrupt: () => running.kill('SIGINT'),
    exited,
    report: async () => {
      const [run] = existsSync(reports) ? readdirSync(reports) : [];
      const file = path.join(reports, run ?? '', loadReportFile);
      if (run === undefined || !existsSync(file)) return undefined;
      return loadSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    },
    leftovers: environments,
  };
};
