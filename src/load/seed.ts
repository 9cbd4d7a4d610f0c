import { accessOf } from '../contract/lane-name.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { everyInterval } from './every-interval.ts';
import type { Bench } from './bench.ts';
import { writeIdFiles } from './id-files.ts';
import type { IndexRange } from './object-ids.ts';
import type { Plan } from './plan.ts';
import { scriptVariables } from './script-variables.ts';
import type { StoreContents } from './store-contents.ts';

/** k6 keeps every value of a run in memory: with this many iterations it stays below 200 MB. */
const chunk = 25_000;

/** Virtual users while a store is filled: more do not make it faster on a machine with few cores. */
const seeders = 20;

export interface SeedProgress {
  readonly created: number;
  readonly total: number;
  readonly perSecond: number;
}

export interface SeedOptions extends Filling {
  readonly from: StoreContents;
  readonly to: StoreContents;
  readonly progress: (progress: SeedProgress) => void;
}

/** What was created, and how long k6 took for it. */
export interface Seeded {
  readonly created: number;
  readonly seconds: number;
}

const surfaceOf = { database: accessOf['database/rest'], kubernetes: accessOf['kubernetes/crd'] } as const;

interface Filling {
  readonly plan: Plan;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const fill = async (
  bench: Bench,
  script: 'create' | 'seed-versions',
  { from, to }: IndexRange,
  { plan, seed, signal }: Filling,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const surface = surfaceOf[bench.storage];
  for (let first = from; first < to; first += chunk) {
    const iterations = Math.min(chunk, to - first);
    const loop = { kind: 'count', iterations, virtualUsers: seeders } as const;
    const contents = { pipelines: to, versions: 0 };
    const own = scriptVariables(plan, { seed, contents, first, loop });
    const summary = await bench.k6.run(
      { script: `${surface}/${script}`, variables: { ...bench.variables, ...own, ...variables } },
      signal,
    );
    const wrong = summary.counter('wrong_answers') + summary.counter('script_errors') + summary.counter('throttled');
    const done = summary.counter('iterations');
    if (wrong === 0 && done === iterations) continue;
    throw new EnvironmentError(
      `the store could not be filled: of ${iterations} iterations of ${surface}/${script} ${done} ended, ${wrong} of them without the object`,
      { logTail: summary.lastLines },
    );
  }
};

/** Creates pipelines, through REST in a database and through the Kubernetes API elsewhere. */
export const seedPipelines = (bench: Bench, range: IndexRange, filling: Filling): Promise<void> =>
  fill(bench, 'create', range, filling);

/** Creates a version for each pipeline of a range. */
export const seedVersions = async (bench: Bench, range: IndexRange, filling: Filling): Promise<void> => {
  const ids = await writeIdFiles(bench, { pipelines: [range], versions: [] });
  await fill(bench, 'seed-versions', range, filling, ids);
};

/**
 * Fills a store from one contents to another with k6. Throws an EnvironmentError if anything was not created.
 */
export const seedStore = async (bench: Bench, { from, to, progress, ...filling }: SeedOptions): Promise<Seeded> => {
  const total = to.pipelines - from.pipelines + to.versions - from.versions;
  const started = performance.now();
  const before = await bench.store.created();
  using _shown = everyInterval(2_000, async () => {
    const created = (await bench.store.created()) - before;
    progress({ created, total, perSecond: (1000 * created) / (performance.now() - started) });
  });
  await seedPipelines(bench, { from: from.pipelines, to: to.pipelines }, filling);
  if (to.versions > from.versions) await seedVersions(bench, { from: from.versions, to: to.versions }, filling);
  return { created: total, seconds: (performance.now() - started) / 1000 };
};
