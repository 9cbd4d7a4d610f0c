import { storageOf, type LaneName, type StorageMode } from '../contract/lane-name.ts';

/** The lanes of a storage mode among those that a run measures. */
export const lanesIn = (storage: StorageMode, lanes: readonly LaneName[]): readonly LaneName[] =>
  lanes.filter((lane) => storageOf[lane] === storage);
