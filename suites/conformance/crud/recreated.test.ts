import { expect, test } from 'vitest';
import { laneOf } from '../../../src/lanes/lanes.ts';
import type { Surface, VersionRef } from '../../../src/lanes/lane.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import suite from './delete.suite.ts';

const ok = <Value>(value: Value) => ({ kind: 'ok', status: 200, message: '', value }) as const;
const missing = { kind: 'missing', status: 404, message: '' } as const;

/** The two APIs of a server whose REST finds by id at once, and by name `lagMs` after a write. */
const surfacesOf = (lagMs: number) => {
  const stored = new Map<string, Pipeline>();
  let cache: ReadonlyMap<string, Pipeline> = new Map();
  let count = 0;
  const changed = () => {
    const now = new Map(stored);
    setTimeout(() => {
      cache = now;
    }, lagMs);
  };
  const byId = async ({ id }: { readonly id: string }) => {
    const found = [...stored.values()].find((pipeline) => pipeline.id === id);
    return found === undefined ? missing : ok(found);
  };
  const byName = (pipelines: ReadonlyMap<string, Pipeline>, name: string) => {
    const found = pipelines.get(name);
    return found === undefined ? missing : ok(found);
  };
  const kubernetes = {
    name: 'kubernetes',
    createPipeline: async ({ name = '' }) => {
      count += 1;
      stored.set(name, { id: `uid-${count}`, name } as Pipeline);
      changed();
      return byName(stored, name);
    },
    deletePipeline: async ({ name }: Pipeline) => {
      stored.delete(name);
      changed();
      return ok(null);
    },
    createVersion: async ({ id }: Pipeline) => ok({ id: `version-of-${id}`, pipelineId: id, name: 'v' }),
    getPipeline: byId,
    getPipelineByName: async (name: string) => byName(stored, name),
    getVersion: async (version: VersionRef) => ok(version),
    allPipelines: async () => ok([...stored.values()]),
    allVersions: async ({ id }: Pipeline) => ok([{ id: `version-of-${id}` }]),
  } as unknown as Surface;
  const rest: Surface = {
    ...kubernetes,
    name: 'rest',
    getPipelineByName: async (name) => byName(cache, name),
    allPipelines: async () => ok([...cache.values()]),
  };
  return { kubernetes, rest };
};

const recreate = async (lagMs: number): Promise<void> => {
  const { kubernetes, rest } = surfacesOf(lagMs);
  const scenario = suite.scenarios.find(({ name }) => name === 'pipeline-recreated');
  const kfp = {
    call: async () => {
      const { value = [] } = await rest.allPipelines();
      const pipelines = value.map(({ id, name }) => ({ pipeline_id: id, name }));
      return { status: 200, headers: {}, body: JSON.stringify({ pipelines }), surface: 'rest', asked: {} };
    },
  };
  await scenario?.run({
    lane: laneOf({ name: 'kubernetes/crd', rest, kubernetes }),
    kfp,
    check: (_: string, decide: () => Promise<void>) => decide(),
    given: (_: string, action: () => Promise<unknown>) => action(),
    observe: () => {},
    names: { of: (label: string) => label, next: (label: string) => `${label}-next`, prefix: '' },
  } as unknown as ScenarioContext);
};

// Why: REST was asked once for the name, right after the object was made in the Kubernetes API.
test('REST has its time to find a Pipeline that was made again by its name', async () => {
  await expect(recreate(300)).resolves.toBeUndefined();
});
