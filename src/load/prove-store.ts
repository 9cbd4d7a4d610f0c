import { isDeepStrictEqual } from 'node:util';
import type { StoreRecord } from '../judgement/load/schema.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { counted } from '../text/counted.ts';
import type { Bench } from './bench.ts';
import { mix } from './data/mix.ts';
import { expectedStore } from './expected-objects.ts';
import type { Plan } from './plan.ts';
import { readBack } from './read-back.ts';
import type { StoreContents } from './store-contents.ts';

/** With this many objects of a kind, a share of 5 % that is wrong is seen with 95 %. */
const samples = 60;
const salt = 0x9f00;

const sampled = (seed: number, count: number): readonly number[] => [
  ...new Set(
    // The first and the last are where chunks begin and end.
    [0, count - 1, ...Array.from({ length: samples - 2 }, (_, at) => mix(seed, at, salt) % count)].filter(
      (index) => index >= 0 && index < count,
    ),
  ),
];

/**
 * Counts the objects of a store and compares a sample with what was sent. Throws an EnvironmentError if the store holds
 * anything else: nothing that is measured on it would be true.
 */
export const proveStore = async (
  bench: Bench,
  { plan, seed, contents }: { readonly plan: Plan; readonly seed: number; readonly contents: StoreContents },
): Promise<StoreRecord['proof']> => {
  const { store, prefix } = bench;
  const found = { pipelines: await store.pipelines(), versions: await store.versions() };
  const expected = await expectedStore(plan, seed, prefix);
  const reader = readBack(bench);
  const pipelines = sampled(seed, contents.pipelines);
  const versions = sampled(seed, contents.versions);
  let equal = 0;
  for (const index of pipelines)
    if (isDeepStrictEqual(await reader.pipeline(index), expected.pipeline(index))) equal += 1;
  for (const index of versions)
    if (isDeepStrictEqual(await reader.definition(index), JSON.parse(expected.definition(index)))) equal += 1;
  const all = pipelines.length + versions.length;
  if (found.pipelines !== contents.pipelines || found.versions !== contents.versions)
    throw new EnvironmentError(
      `the store holds ${counted(found.pipelines, 'pipeline')} and ${counted(found.versions, 'version')}; expected ${contents.pipelines} and ${contents.versions}`,
    );
  if (equal !== all) throw new EnvironmentError(`${all - equal} of ${all} objects of the store are not what was sent`);
  return {
    counted: found.pipelines,
    countedVersions: found.versions,
    sampled: all,
    equal,
  };
};
