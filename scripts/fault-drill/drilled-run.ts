import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Exchange } from '../../src/contract/exchange.ts';
import type { LaneName } from '../../src/contract/lane-name.ts';
import { reportSchema, type Report } from '../../src/judgement/schema.ts';
import { packagePath } from '../../src/package-path.ts';
import { testProcess } from '../../src/testing/test-process.ts';
import type { TestResources } from '../../src/testing/test-resources.ts';

/** A `run` of the command line that has ended. */
export interface DrilledRun {
  readonly exitCode: number | null;
  /** What it printed on standard error and standard output. */
  readonly output: string;
  /** Absent if it ended before the first scenario. */
  readonly report?: Report;
  /** What it wrote as junit.xml, with the report. */
  readonly junit?: string;
  /** The exchanges of a scenario in a lane, in order; none if it did not run. */
  exchanges(scenario: string, lane: LaneName): Promise<readonly Exchange[]>;
}

/** What a run of the drill judges, as options of `run`. */
const areas = ['--area', 'FEA', '--area', 'CRUD'];

const linesOf = async (file: string): Promise<readonly Exchange[]> =>
  existsSync(file)
    ? (await readFile(file, 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Exchange)
    : [];

/**
 * Runs the areas of the drill, or what `judged` selects, and keeps the report in `directory`. `args`: of `run`, without a
 * selection and `--output`.
 */
export const drilledRun = async (
  args: readonly string[],
  directory: string,
  resources: Pick<TestResources, 'use'>,
  judged: readonly string[] = areas,
): Promise<DrilledRun> => {
  const reports = path.join(directory, 'reports');
  const command = [packagePath('src/cli/main.ts'), 'run', ...judged, ...args, '--output', reports];
  const running = await resources.use(testProcess(process.execPath, command, { stderr: 'pipe' }));
  const [stdout, stderr, { code }] = await Promise.all([
    text(running.stdout),
    text(running.stderr ?? Readable.from([])),
    running.exited,
  ]);
  const [name] = existsSync(reports) ? readdirSync(reports) : [];
  const fileOf = (...names: readonly string[]) => path.join(reports, name ?? '', ...names);
  const written = name !== undefined && existsSync(fileOf('report.json'));
  return {
    exitCode: code,
    output: `${stderr}${stdout}`,
    ...(written && {
      report: reportSchema.parse(JSON.parse(await readFile(fileOf('report.json'), 'utf8'))),
      junit: await readFile(fileOf('junit.xml'), 'utf8'),
    }),
    exchanges: (scenario, lane) => linesOf(fileOf('exchanges', `${scenario}.${lane.replace('/', '-')}.jsonl`)),
  };
};
