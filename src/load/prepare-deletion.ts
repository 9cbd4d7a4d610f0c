import type { Bench } from './bench.ts';
import { idsOf, writeIdFiles, type IdFiles } from './id-files.ts';
import type { Plan } from './plan.ts';
import { seedPipelines, seedVersions } from './seed.ts';
import type { StoreContents } from './store-contents.ts';

/** Makes pipelines with a version each, to be deleted, and the ids of these and of all objects of the store. */
export const prepareDeletion = async (
  bench: Bench,
  {
    plan,
    seed,
    contents,
    first,
    count,
    signal,
  }: {
    readonly plan: Plan;
    readonly seed: number;
    readonly contents: StoreContents;
    readonly first: number;
    readonly count: number;
    readonly signal: AbortSignal;
  },
): Promise<IdFiles> => {
  const range = { from: first, to: first + count };
  await seedPipelines(bench, range, { plan, seed, signal });
  await seedVersions(bench, range, { plan, seed, signal });
  const known = idsOf(contents);
  return writeIdFiles(bench, {
    pipelines: [...known.pipelines, range],
    versions: [...known.versions, range],
  });
};
