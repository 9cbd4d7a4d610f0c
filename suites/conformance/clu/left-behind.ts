import { jsonOf, object, objects, text } from '../../../src/clients/json-response.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

type LeftBehind = (
  context: Pick<ScenarioContext, 'kubernetes' | 'namespace'>,
  gone: readonly Pipeline[],
) => Promise<readonly string[]>;

const withObjects: LeftBehind = async ({ kubernetes, namespace }, gone) => {
  const answer = await kubernetes.call('GET', collectionPath(namespace, 'pipelineversions'));
  const parents = new Set(objects(jsonOf(answer), 'items').map((item) => text(object(item, 'spec'), 'pipelineName')));
  return gone.map(({ name }) => name).filter((name) => parents.has(name));
};

/** Returns the names of those deleted pipelines that still have a version object. A database has no version objects. */
export const leftBehind: Readonly<Record<StorageMode, LeftBehind>> = {
  database: () => Promise.resolve([]),
  kubernetes: withObjects,
};

/** The time allowed to the garbage collector of Kubernetes for objects whose deletion is left to it. */
export const collectionMs: Readonly<Record<StorageMode, number>> = { database: 0, kubernetes: 15_000 };
