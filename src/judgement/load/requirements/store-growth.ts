import type { StorageMode } from '../../../contract/lane-name.ts';
import type { StoreRecord } from '../schema.ts';
import type { DecidingNumbers } from './rule.ts';

/** The difference between the smallest and the largest store of a target. */
export interface StoreGrowth {
  readonly smallest: StoreRecord;
  readonly largest: StoreRecord;
  readonly pipelines: number;
  readonly versions: number;
}

/** Two sizes are needed: what a server takes without any object is in both. Undefined if there are not two. */
export const storeGrowth = (
  { stores }: DecidingNumbers,
  { target, storage }: { readonly target: string; readonly storage: StorageMode },
): StoreGrowth | undefined => {
  const own = stores
    .filter((one) => one.target === target && one.storage === storage)
    .toSorted((one, other) => one.versions - other.versions);
  const [smallest, largest] = [own[0], own.at(-1)];
  if (smallest === undefined || largest === undefined || smallest.versions === largest.versions) return undefined;
  return {
    smallest,
    largest,
    pipelines: largest.objects - smallest.objects,
    versions: largest.versions - smallest.versions,
  };
};
