import path from 'node:path';
import type { Bench } from './bench.ts';
import { indexOfName, versionObjectName } from './data/names.ts';
import { writeIds, type IndexRange } from './object-ids.ts';
import type { StoreContents } from './store-contents.ts';

/** The files by which scripts know ids, as environment variables. */
export type IdFiles = Readonly<Record<'IDS' | 'VERSION_IDS', string>>;

/** The object of a version is named after its pipeline and itself, which have one name here. */
const indexOfVersionObject = (prefix: string, name: string): number | undefined => {
  const index = indexOfName(prefix, name.slice(0, (name.length - 1) / 2));
  return index !== undefined && versionObjectName(prefix, index) === name ? index : undefined;
};

/** The objects whose ids scripts need. */
export interface NeededIds {
  readonly pipelines: readonly IndexRange[];
  readonly versions: readonly IndexRange[];
}

/** The ids of everything that a store holds by its plan. */
export const idsOf = ({ pipelines, versions }: StoreContents): NeededIds => ({
  pipelines: [{ from: 0, to: pipelines }],
  versions: [{ from: 0, to: versions }],
});

/** Writes the ids of objects of a store, as the store itself has them. Preparations have `files` of their own. */
export const writeIdFiles = async (
  { storage, store, prefix, stateDirectory }: Bench,
  { pipelines, versions }: NeededIds,
  files: 'store' | 'preparation' = 'store',
): Promise<IdFiles> => {
  const ids = path.join(stateDirectory, `pipeline-ids-of-${files}`);
  const versionIds = path.join(stateDirectory, `version-ids-of-${files}`);
  const indexOfPipeline = (name: string): number | undefined => indexOfName(prefix, name);
  await writeIds(ids, {
    ids: store.ids('pipelines', pipelines),
    needed: pipelines,
    indexOf: indexOfPipeline,
  });
  await writeIds(versionIds, {
    ids: store.ids('versions', versions),
    needed: versions,
    indexOf: storage === 'database' ? indexOfPipeline : (name) => indexOfVersionObject(prefix, name),
  });
  return { IDS: ids, VERSION_IDS: versionIds };
};
