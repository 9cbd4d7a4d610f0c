import { randomUUID } from 'node:crypto';
import { comparePositions, matches, positionOf } from '../model/comparison.ts';
import type { ListQuery, Page } from '../model/listing.ts';
import type { NewPipeline, NewVersion, PipelineStore, StoredPipeline, StoredVersion } from '../model/pipeline-store.ts';
import { ApiError } from '../ground/api-error.ts';

const isNamed =
  (namespace: string, name: string): ((pipeline: StoredPipeline) => boolean) =>
  (pipeline) =>
    pipeline.namespace === namespace && pipeline.name === name;

const pageOf = <Item extends StoredPipeline | StoredVersion>(all: readonly Item[], query: ListQuery): Page<Item> => {
  const { sortBy, predicates, after, pageSize } = query;
  const sign = query.descending ? -1 : 1;
  const place = (item: Item) => positionOf(item, sortBy);
  const matching = all.filter((item) => predicates.every((predicate) => matches(predicate, item)));
  const sorted = matching.toSorted((left, right) => sign * comparePositions(place(left), place(right)));
  const rest = after ? sorted.filter((item) => sign * comparePositions(place(item), after) > 0) : sorted;
  const items = rest.slice(0, pageSize);
  const last = items.at(-1);
  return { items, totalSize: sorted.length, ...(rest.length > pageSize && last ? { next: place(last) } : {}) };
};

/** A store in memory, for tests of the layers above. */
export const fakePipelineStore = (kind: PipelineStore['kind'] = 'database'): PipelineStore => {
  const pipelines = new Map<string, StoredPipeline>();
  const versions = new Map<string, StoredVersion>();
  const missing = (): never => {
    throw new ApiError('not-found', 'Not found.');
  };
  const pipelineOf = (id: string): StoredPipeline => pipelines.get(id) ?? missing();
  const versionOf = (pipelineId: string, id: string): StoredVersion =>
    [...versions.values()].find((version) => version.pipelineId === pipelineId && version.id === id) ?? missing();
  const identity = () => ({ id: randomUUID(), createdAt: 1_800_000_000 });
  const createPipeline = async (pipeline: NewPipeline): Promise<StoredPipeline> => {
    if ([...pipelines.values()].some(isNamed(pipeline.namespace, pipeline.name))) {
      throw new ApiError('already-exists', 'It exists.');
    }
    const stored = { ...pipeline, ...identity() };
    pipelines.set(stored.id, stored);
    return stored;
  };
  const createVersion = async (pipelineId: string, version: NewVersion): Promise<StoredVersion> => {
    const { namespace } = pipelineOf(pipelineId);
    const objectName = kind === 'kubernetes' ? { objectName: `object-${version.name}` } : {};
    const stored: StoredVersion = { ...version, ...identity(), ...objectName, pipelineId, namespace, status: 'READY' };
    versions.set(stored.id, stored);
    return stored;
  };
  return {
    kind,
    createPipeline,
    createVersion,
    createPipelineWithVersion: async (newPipeline, newVersion) => {
      const pipeline = await createPipeline(newPipeline);
      return { pipeline, version: await createVersion(pipeline.id, newVersion) };
    },
    getPipeline: async (id) => pipelineOf(id),
    locatePipeline: async (id) => pipelineOf(id),
    getPipelineByName: async (namespace, name) => [...pipelines.values()].find(isNamed(namespace, name)) ?? missing(),
    listPipelines: async (namespace, query) =>
      pageOf(
        [...pipelines.values()].filter((pipeline) => pipeline.namespace === namespace),
        query,
      ),
    updatePipeline: async (id, change) => {
      const changed = { ...pipelineOf(id), ...change };
      pipelines.set(id, changed);
      return changed;
    },
    deletePipeline: async (id) => void pipelines.delete(pipelineOf(id).id),
    getVersion: async (pipelineId, id) => versionOf(pipelineId, id),
    listVersions: async (pipelineId, query) =>
      pageOf(
        [...versions.values()].filter((version) => version.pipelineId === pipelineId),
        query,
      ),
    updateVersion: async (pipelineId, id, change) => {
      const changed = { ...versionOf(pipelineId, id), ...change };
      versions.set(id, changed);
      return changed;
    },
    deleteVersion: async (pipelineId, id) => void versions.delete(versionOf(pipelineId, id).id),
    ping: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
};
