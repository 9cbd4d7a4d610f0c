import { accessOf } from '../contract/lane-name.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { everyInterval } from './every-interval.ts';
import type { Bench } from './bench.ts';
import { writeIdFiles } from './id-files.ts';
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

export interface SeedOptions {
  readonly plan: Plan;
  readonly seed: number;
  readonly from: StoreContents;
  readonly to: StoreContents;
  readonly progress: (progress: SeedProgress) => void;
  readonly signal: AbortSignal;
}

/** What was created, and how long k6 took for it. */
export interface Seeded {
  readonly created: number;
  readonly seconds: number;
}

/**
 * Fills a store from one contents to another with k6: custom resources through the Kubernetes API, rows through REST. Throws
 * an EnvironmentError if anything was not created.
 */
export const seedStore = async (bench: Bench, { plan, seed, from, to, progress, signal }: SeedOptions): Promise<Seeded> => {
  const surface = bench.storage === 'database' ? accessOf['database/rest'] : accessOf['kubernetes/crd'];
  const total = to.pipelines - from.pipelines + to.versions - from.versions;
  const started = performance.now();
  const before = await bench.count();
  using _shown = everyInterval(2_000, async () => {
    const { pipelines, versions } = await bench.count();
    const created = pipelines + versions - before.pipelines - before.versions;
    progress({ created, total, perSecond: (1000 * created) / (performance.now() - started) });
  });
  const run = async (script: string, first: number, end: number, variables: Readonly<Record<string, string>> = {}) => {
    for (let next = first; next < end; next += chunk) {
      const iterations = Math.min(chunk, end - next);
      const summary = await bench.k6.run(
        {
          script: `${surface}/${script}`,
          variables: {
            ...bench.variables,
            ...scriptVariables(plan, {
              seed,
              contents: to,
              first: next,
              loop: { kind: 'count', iterations, virtualUsers: seeders },
            }),
            ...variables,
          },
        },
        signal,
      );
      const wrong = summary.counter('wrong_answers') + summary.counter('script_errors') + summary.counter('throttled');
      const done = summary.counter('iterations');
      if (wrong > 0 || done !== iterations)
        throw new EnvironmentError(
          `filling the store failed: of ${iterations} iterations of ${surface}/${script} ${done} ended, ${wrong} of them without the object. The log of k6 says why.`,
        );
    }
  };
  await run('create', from.pipelines, to.pipelines);
  if (to.versions > from.versions) {
    const ids = await writeIdFiles(bench, { ...to, versions: from.versions });
    await run('seed-versions', from.versions, to.versions, ids);
  }
  return { created: total, seconds: (performance.now() - started) / 1000 };
};
