import type { Answer } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';

interface Stored {
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly versions: ReadonlyMap<string, PipelineVersion>;
}

export const ok = <Value>(value: Value): Answer<Value> => ({ kind: 'ok', status: 200, message: '', value });
const missing = { kind: 'missing', status: 404, message: '' } as const;

/** A surface of a server whose reads show its writes `lagMs` later. */
export const cachingSurface = (lagMs: number): Surface => {
  let stored: Stored = { pipelines: new Map(), versions: new Map() };
  let cache = stored;
  const write = (change: (before: Stored) => Stored): void => {
    stored = change(stored);
    const now = stored;
    setTimeout(() => {
      cache = now;
    }, lagMs);
  };
  const details = { displayName: '', description: '', tags: {}, createdAt: '' };
  const surface = {
    name: 'rest',
    createPipeline: async ({ name = '' }) => {
      const pipeline = { ...details, id: name, name, namespace: '' } as Pipeline;
      write(({ pipelines, versions }) => ({ pipelines: new Map(pipelines).set(name, pipeline), versions }));
      return ok(pipeline);
    },
    createVersion: async ({ id }, { name = '' }) => {
      const version = { ...details, id: `${id}-${name}`, pipelineId: id, name } as unknown as PipelineVersion;
      write(({ pipelines, versions }) => ({ pipelines, versions: new Map(versions).set(version.id, version) }));
      return ok(version);
    },
    getPipeline: async ({ id }) => {
      const found = cache.pipelines.get(id);
      return found === undefined ? missing : ok(found);
    },
    getPipelineByName: async (name) => {
      const found = cache.pipelines.get(name);
      return found === undefined ? missing : ok(found);
    },
    getVersion: async ({ id }) => {
      const found = cache.versions.get(id);
      return found === undefined ? missing : ok(found);
    },
    allPipelines: async () => ok([...cache.pipelines.values()]),
    allVersions: async ({ id }) => ok([...cache.versions.values()].filter(({ pipelineId }) => pipelineId === id)),
  } as Pick<
    Surface,
    | 'name'
    | 'createPipeline'
    | 'createVersion'
    | 'getPipeline'
    | 'getPipelineByName'
    | 'getVersion'
    | 'allPipelines'
    | 'allVersions'
  > as Surface;
  return surface;
};
