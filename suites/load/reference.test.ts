import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LaneName } from '../../src/contract/lane-name.ts';
import { openRun, type Run } from '../../src/runner/open-run.ts';
import type { TargetAddress } from '../../src/targets/started-target.ts';
import { testFolder } from '../../src/testing/test-folder.ts';
import { fileResources } from '../../src/testing/test-resources.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { certificateSettings, tokenSettings } from './testing/kubernetes-settings.ts';
import { countOf, runK6, scriptPath } from './testing/run-k6.ts';
import { scripts } from './testing/scripts.ts';

const timeout = patience(60_000);
const resources = fileResources();

let run: Run<'local'>;
let directory: string;
let targets: readonly TargetAddress[];

beforeAll(async () => {
  directory = (await resources.use(testFolder())).path;
  run = await resources.use(
    openRun<'local'>({
      environment: { environment: 'local', target: 'reference' },
      progress: () => {},
      signal: resources.signal,
    }),
  );
  targets = await run.pool.shared();
}, patience(90_000));

/** The pipelines of the store; those after N have a version, and are there to be deleted. */
const stored = { n: 60, all: 80 };
const count = 5;
/** The pipeline that gets further versions, beside that of its own index. */
const listed = { parent: 65, first: 200_000, further: 40 };
/** With one virtual user beside the measured ones, the iterations that it has. */
const besideOf: Readonly<Record<string, number>> = { 'reads-beside-unknown': count, 'walk-beside-writers': 10 * count };
const deleteFirstOf: Readonly<Record<string, number>> = { 'delete-version': 60, 'delete-cascade-many': 75 };

const lanes = [
  { lane: 'database/rest', storage: 'database', surface: 'rest' },
  { lane: 'kubernetes/rest', storage: 'kubernetes', surface: 'rest' },
  { lane: 'kubernetes/crd', storage: 'kubernetes', surface: 'crd' },
] as const satisfies readonly { lane: LaneName; storage: string; surface: string }[];

describe.each(lanes)('$lane', ({ lane, storage, surface }) => {
  const prefix = lane.replace('/', '-');
  const ids = () => path.join(directory, `${prefix}-ids`);
  const versionIds = () => path.join(directory, `${prefix}-version-ids`);
  let settings: Readonly<Record<string, string | number>>;

  const targetOf = (): TargetAddress => {
    const found = targets.find((target) => target.storage === storage);
    if (found === undefined) throw new Error(`no target of storage mode ${storage} was started`);
    return found;
  };
  const runBare = async (script: string, own: Readonly<Record<string, string | number>>) => {
    // k6 exports the number of values of a trend only if it is asked for it.
    const args = ['--summary-trend-stats', 'max,count'];
    const ran = await runK6(directory, scriptPath(`${surface}/${script}`), { ...settings, ...own }, args);
    return { ...ran, counted: (name: string) => countOf(ran.metrics, name) };
  };

  /** By the script for those who run the others alone. */
  const writeIds = (own: Readonly<Record<string, string>>) =>
    runK6(directory, scriptPath('ids/write-ids'), { ...settings, N: stored.all, ...own });

  beforeAll(async () => {
    const { origin, namespace } = targetOf();
    settings = {
      LANE: lane,
      KFP_URL: origin,
      NAMESPACE: namespace,
      PREFIX: prefix,
      N: stored.n,
      VUS: 2,
      WARM_UP: 0,
      // The machine that runs the tests may be slow.
      P99_MS: 600_000,
      IDS: ids(),
      VERSION_IDS: versionIds(),
      ...(surface === 'crd' && (await tokenSettings(run.environment, namespace))),
    };
  });

  test('its store is filled by the scripts', { timeout }, async () => {
    const pipelines = await runBare('create', { FIRST: 0, COUNT: stored.all });
    expect(pipelines).toMatchObject({ code: 0, logged: [] });
    expect(await writeIds({ VERSION_IDS: '' })).toMatchObject({ code: 0, logged: [] });
    const versions = await runBare('seed-versions', { FIRST: stored.n, COUNT: stored.all - stored.n });
    expect(versions).toMatchObject({ code: 0, logged: [] });
    expect(await writeIds({})).toMatchObject({ code: 0, logged: [] });
    const { parent, first, further } = listed;
    const more = await runBare('seed-versions', { PARENT: parent, FIRST: first, COUNT: further });
    expect(more).toMatchObject({ code: 0, logged: [] });
    const known = (await readFile(ids(), 'utf8')).match(/.{36}/g) ?? [];
    const knownVersions = (await readFile(versionIds(), 'utf8')).match(/.{36}/g) ?? [];
    expect(new Set(known).size).toBe(stored.all);
    expect(knownVersions.filter((id) => !id.startsWith('-'))).toHaveLength(stored.all - stored.n);
  });

  const operations = scripts
    .filter((script) => script.startsWith(`${surface}/`) && !script.endsWith('/seed-versions'))
    .map((script) => script.slice(surface.length + 1));

  test.each(operations.map((operation, index) => [operation, 1_000 * (index + 1)] as const))(
    '%s runs by a plain k6 run',
    { timeout },
    async (operation, first) => {
      const walked = operation.startsWith('walk') ? count * stored.n : 0;
      const beside = besideOf[operation] ?? 0;
      const visible = operation === 'read-your-writes' ? count : 0;
      const { code, logged, counted } = await runBare(operation, {
        FIRST: first,
        DELETE_FIRST: deleteFirstOf[operation] ?? 70,
        PARENT: listed.parent,
        VERSIONS: 1 + listed.further,
        BESIDE: 1,
        COUNT: count,
      });
      expect({
        code,
        logged,
        iterations: counted('iterations'),
        started: counted('started'),
        responses: counted('response'),
        dropped: counted('dropped_iterations'),
        wrong: counted('wrong_answers'),
        throttled: counted('throttled'),
        scriptErrors: counted('script_errors'),
        gaps: counted('figure_gaps'),
        duplicates: counted('figure_duplicates'),
        // Walks may also read what other scripts have created.
        walked: counted('figure_objects') >= walked,
        visibleInGet: counted('figure_visible_get'),
        visibleInList: counted('figure_visible_list'),
        beside: counted('figure_unknown_answered') + counted('figure_written'),
      }).toEqual({
        code: 0,
        logged: [],
        iterations: count + beside,
        started: count,
        responses: count,
        dropped: 0,
        wrong: 0,
        throttled: 0,
        scriptErrors: 0,
        gaps: 0,
        duplicates: 0,
        walked: true,
        visibleInGet: visible,
        visibleInList: visible,
        beside,
      });
    },
  );

  // Sizes of a sweep: the smallest, and one of Google Cloud's components.
  test.each([1_000, 580_000])('a definition of %d bytes is accepted', { timeout }, async (bytes) => {
    const own = { FIRST: 100_000 + bytes, COUNT: 1, DEFINITION_BYTES: bytes };
    const { code, logged, counted } = await runBare('create-with-version', own);
    expect({ code, logged }).toEqual({ code: 0, logged: [] });
    expect(counted('iterations')).toBe(1);
  });
});

test('a script reaches the Kubernetes API by a client certificate too', { timeout }, async () => {
  const settings = { ...(await certificateSettings(run.environment)), COUNT: 1, VUS: 1, WARM_UP: 0, P99_MS: 600_000 };
  const { code, logged } = await runK6(directory, scriptPath('crd/get-unknown'), settings);
  expect({ code, logged }).toEqual({ code: 0, logged: [] });
});
