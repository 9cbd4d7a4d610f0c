import { expect, test } from 'vitest';
import { laneOf } from '../../src/lanes/lanes.ts';
import type { Answer } from '../../src/lanes/answer.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { Pipeline, PipelineVersion } from '../../src/lanes/pipeline.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';
import { isUnchanged } from './unchanged.ts';

interface Stored {
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly versions: ReadonlyMap<string, PipelineVersion>;
}

const ok = <Value>(value: Value): Answer<Value> => ({ kind: 'ok', status: 200, message: '', value });
const missing = { kind: 'missing', status: 404, message: '' } as const;

/** A server whose reads show its writes `lagMs` later. */
const cachingServer = (lagMs: number) => {
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

const fixtureOn = async (surface: Surface): Promise<PipelineFixture> => {
  const { value: pipeline } = await surface.createPipeline({ name: 'owned' });
  const { value: version } = await surface.createVersion({ id: 'owned', name: 'owned' }, {
    name: 'owned-first',
  } as Parameters<Surface['createVersion']>[1]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  return { namespace: '', pipeline, version } as PipelineFixture;
};

test.each([
  ['a refused creation', (surface: Surface) => surface.createPipeline({ name: 'nobody-made' })],
  [
    'a refused version',
    (surface: Surface) =>
      surface.createVersion({ id: 'owned', name: 'owned' }, { name: 'made' } as Parameters<
        Surface['createVersion']
      >[1]),
  ],
] as const)('%s that was done is seen behind a cache', async (_, write) => {
  // Why: it looked at once, so what a server did and showed 200 ms later passed; a cache may also be slower than any pause.
  for (const lagMs of [200, 500]) {
    const rest = cachingServer(lagMs);
    const fixture = await fixtureOn(rest);
    const lane = laneOf({ name: 'database/rest', rest });
    await write(rest);
    await expect(isUnchanged(lane, fixture, /nobody-made/)).rejects.toThrow(/made beside it|its versions/);
  }
});

test('nothing that was done passes, and a surface that shows nothing does not', async () => {
  const rest = cachingServer(200);
  const fixture = await fixtureOn(rest);
  await isUnchanged(laneOf({ name: 'database/rest', rest }), fixture, /nobody-made/);
  const blind = { ...rest, allPipelines: async () => ok([]) };
  // Why: an empty list showed that no pipeline was made beside the fixture.
  await expect(isUnchanged(laneOf({ name: 'database/rest', rest: blind }), fixture, /nobody-made/)).rejects.toThrow(
    'rest: an object that was written later is shown',
  );
});
