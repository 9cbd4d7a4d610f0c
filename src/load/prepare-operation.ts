import { idsOf, writeIdFiles } from './id-files.ts';
import type { MeasureOptions } from './measure-options.ts';
import type { IndexRange } from './object-ids.ts';
import { operations } from './operations.ts';
import { listedVersions } from './prepared-versions.ts';
import { seedPipelines, seedVersions, seedVersionsOf } from './seed.ts';

type Variables = Readonly<Record<string, string>>;

/** Makes pipelines with versions, to be deleted, and the ids of these and of all objects of the store. */
const prepareDeletion = async (
  { bench, plan, seed, contents, takeIndices, signal }: MeasureOptions,
  range: IndexRange,
  versions: number,
): Promise<Variables> => {
  const filling = { plan, seed, signal };
  await seedPipelines(bench, range, filling);
  if (versions === 1) await seedVersions(bench, range, filling);
  else
    for (let parent = range.from; parent < range.to; parent += 1) {
      const first = takeIndices(versions);
      await seedVersionsOf(bench, parent, { from: first, to: first + versions }, filling);
    }
  const known = idsOf(contents);
  return writeIdFiles(bench, {
    pipelines: [...known.pipelines, range],
    versions: [...known.versions, ...(versions === 1 ? [range] : [])],
  });
};

/** Makes one pipeline with many versions. */
const prepareList = async (
  { bench, plan, seed, contents, ids, takeIndices, signal }: MeasureOptions,
  most: number,
): Promise<Variables> => {
  const filling = { plan, seed, signal };
  const versions = listedVersions(most, contents.pipelines);
  const parent = takeIndices(1);
  const first = takeIndices(versions);
  await seedPipelines(bench, { from: parent, to: parent + 1 }, filling);
  await seedVersionsOf(bench, parent, { from: first, to: first + versions }, filling);
  return { ...ids, PARENT: String(parent), VERSIONS: String(versions) };
};

/**
 * Makes what an operation needs beyond the store: `range` are the indices of the pipelines that it deletes. Returns the
 * variables by which its script finds it. Throws an EnvironmentError if anything was not created.
 */
export const prepareOperation = async (options: MeasureOptions, range: IndexRange): Promise<Variables> => {
  const { deletes, lists } = operations[options.operation];
  if (deletes !== undefined) return prepareDeletion(options, range, deletes);
  return lists === undefined ? options.ids : prepareList(options, lists);
};
