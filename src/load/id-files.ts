import path from 'node:path';
import type { Bench } from './bench.ts';
import { indexOfName, versionObjectName } from './data/names.ts';
import { resourceIds, rowIds, writeIds, type IndexRange } from './object-ids.ts';
import { objectPrefix } from './script-variables.ts';
import type { StoreContents } from './store-contents.ts';

/** The files by which scripts know ids, as environment variables. */
export type IdFiles = Readonly<Record<'IDS' | 'VERSION_IDS', string>>;

const indexOfPipeline = (name: string): number | undefined => indexOfName(objectPrefix, name);

/** The object of a version is named after its pipeline and itself, which have one name here. */
const indexOfVersionObject = (name: string): number | undefined => {
  const index = indexOfPipeline(name.slice(0, (name.length - 1) / 2));
  return index !== undefined && versionObjectName(objectPrefix, index) === name ? index : undefined;
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

/** Writes the ids of objects of a store, as the store itself has them. */
export const writeIdFiles = async (
  { storage, cluster, environment, database }: Bench,
  { pipelines, versions }: NeededIds,
): Promise<IdFiles> => {
  const [ids, versionIds] = ['pipeline-ids', 'version-ids'].map((name) => path.join(environment.stateDirectory, name));
  if (ids === undefined || versionIds === undefined) throw new Error('two files have two names');
  const inDatabase = storage === 'database';
  await writeIds(ids, {
    ids: inDatabase ? rowIds(database, 'pipelines') : resourceIds(cluster, 'pipelines'),
    needed: pipelines,
    indexOf: indexOfPipeline,
  });
  await writeIds(versionIds, {
    ids: inDatabase ? rowIds(database, 'pipeline_versions') : resourceIds(cluster, 'pipelineversions'),
    needed: versions,
    indexOf: inDatabase ? indexOfPipeline : indexOfVersionObject,
  });
  return { IDS: ids, VERSION_IDS: versionIds };
};
