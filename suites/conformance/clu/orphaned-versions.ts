import { itemsOf, object, text } from '../../../src/clients/json-response.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

type FindOrphans = (
  context: Pick<ScenarioContext, 'kubernetes' | 'namespace'>,
  deleted: readonly Pipeline[],
) => Promise<readonly string[]>;

const orphanedObjects: FindOrphans = async ({ kubernetes, namespace }, deleted) => {
  const answer = await kubernetes.call('GET', collectionPath(namespace, 'pipelineversions'));
  const parents = new Set(itemsOf(answer, 'items').map((item) => text(object(item, 'spec'), 'pipelineName')));
  return deleted.map(({ name }) => name).filter((name) => parents.has(name));
};

/** Returns the names of those deleted pipelines that still have a version object. A database has no version objects. */
export const orphanedVersions: Readonly<Record<StorageMode, FindOrphans>> = {
  database: () => Promise.resolve([]),
  kubernetes: orphanedObjects,
};

/** Whether a version is an object that can outlive its pipeline. */
export const versionsAreObjects: Readonly<Record<StorageMode, boolean>> = { database: false, kubernetes: true };

/** The time allowed to the garbage collector of Kubernetes for objects whose deletion is left to it. */
export const collectionMs: Readonly<Record<StorageMode, number>> = { database: 0, kubernetes: 15_000 };
