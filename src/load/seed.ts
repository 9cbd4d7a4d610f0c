import { accessOf } from '../contract/lane-name.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { everyInterval } from './every-interval.ts';
import type { Bench } from './bench.ts';
import { writeIdFiles } from './id-files.ts';
import type { IndexRange } from './object-ids.ts';
import type { Plan } from './plan.ts';
import { scriptVariables } from './script-variables.ts';
import type { StoreContents } from './store-contents.ts';

/**
 * k6 keeps every value of a run in memory, and an interrupted run goes on from the end of a chunk; starting k6 takes a second.
 */
const chunk = 10_000;

/** Virtual users while a store is filled: more do not make it faster on a machine with few cores. */
const seeders = 20;

export interface SeedProgress {
  readonly created: number;
  readonly total: number;
  readonly perSecond: number;
}

export interface SeedOptions extends Filling {
  /** What the store certainly holds. */
  readonly from: StoreContents;
  readonly to: StoreContents;
  readonly progress: (progress: SeedProgress) => void;
  /** Called with what the store certainly holds after each chunk. */
  readonly filled?: (contents: StoreContents) => void;
}

/** What was created, and how long k6 took for it. */
export interface Seeded {
  readonly created: number;
  readonly seconds: number;
}

const surfaceOf = { database: accessOf['database/rest'], kubernetes: accessOf['kubernetes/crd'] } as const;

export interface Filling {
  readonly plan: Plan;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** The store may hold some of the first chunk: an earlier run was interrupted there. */
  readonly isUnfinished?: boolean;
}

const fill = async (
  bench: Bench,
  script: 'create' | 'seed-versions',
  { from, to }: IndexRange,
  { plan, seed, signal, isUnfinished = false }: Filling,
  {
    variables = {},
    filled,
  }: { readonly variables?: Readonly<Record<string, string>>; readonly filled?: (to: number) => void } = {},
): Promise<void> => {
  const surface = surfaceOf[bench.storage];
  for (let first = from; first < to; first += chunk) {
    const iterations = Math.min(chunk, to - first);
    const loop = { kind: 'count', iterations, virtualUsers: seeders } as const;
    const contents = { pipelines: to, versions: 0 };
    const own = scriptVariables(plan, { seed, contents, first, loop });
    const existing = isUnfinished && first === from ? { EXISTING: '1' } : {};
    const summary = await bench.k6.run(
      { script: `${surface}/${script}`, variables: { ...bench.variables, ...own, ...variables, ...existing } },
      signal,
    );
    const wrong = summary.counter('wrong_answers') + summary.counter('script_errors') + summary.counter('throttled');
    const done = summary.counter('iterations');
    if (wrong > 0 || done < iterations)
      throw new EnvironmentError(
        `the store could not be filled: of ${iterations} iterations of ${surface}/${script} ${done} ended, ${wrong} of them without the object`,
        { logTail: summary.lastLines },
      );
    filled?.(first + iterations);
  }
};

/** Creates pipelines, through REST in a database and through the Kubernetes API elsewhere. */
export const seedPipelines = (
  bench: Bench,
  range: IndexRange,
  filling: Filling,
  filled?: (to: number) => void,
): Promise<void> => fill(bench, 'create', range, filling, { ...(filled && { filled }) });

/** Creates a version for each pipeline of a range. */
export const seedVersions = async (
  bench: Bench,
  range: IndexRange,
  filling: Filling,
  filled?: (to: number) => void,
): Promise<void> => {
  const variables = await writeIdFiles(bench, { pipelines: [range], versions: [] }, 'preparation');
  await fill(bench, 'seed-versions', range, filling, { variables, ...(filled && { filled }) });
};

/** Creates versions of one pipeline, whose index is `parent`. */
export const seedVersionsOf = async (
  bench: Bench,
  parent: number,
  range: IndexRange,
  filling: Filling,
): Promise<void> => {
  const ids = await writeIdFiles(bench, { pipelines: [{ from: parent, to: parent + 1 }], versions: [] }, 'preparation');
  await fill(bench, 'seed-versions', range, filling, { variables: { ...ids, PARENT: String(parent) } });
};

/**
 * Fills a store from one contents to another with k6. Throws an EnvironmentError if anything was not created.
 */
export const seedStore = async (
  bench: Bench,
  { from, to, progress, filled = () => {}, ...filling }: SeedOptions,
): Promise<Seeded> => {
  const started = performance.now();
  const before = await bench.store.created();
  const known = filling.isUnfinished === true ? before : from.pipelines + from.versions;
  const total = to.pipelines + to.versions - known;
  using _shown = everyInterval(2_000, async () => {
    const created = (await bench.store.created()) - before;
    progress({ created, total, perSecond: (1000 * created) / (performance.now() - started) });
  });
  await seedPipelines(bench, { from: from.pipelines, to: to.pipelines }, filling, (pipelines) =>
    filled({ ...from, pipelines }),
  );
  if (to.versions > from.versions)
    await seedVersions(bench, { from: from.versions, to: to.versions }, filling, (versions) =>
      filled({ ...to, versions }),
    );
  return { created: total, seconds: (performance.now() - started) / 1000 };
};
