import { AssertionError } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { namesFor } from '../../src/contract/names.ts';
import { BlockedError } from '../../src/judgement/check-error.ts';
import { laneOf } from '../../src/lanes/lanes.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import { preconditions } from '../../src/runner/precondition.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';
import { cachingSurface, ok } from './testing/caching-surface.ts';
import { isUnchanged } from './unchanged.ts';

const on = (rest: Surface) => ({
  given: preconditions((text) => text),
  lane: laneOf({ name: 'database/rest', rest }),
  names: namesFor(1, 'unchanged', 'database/rest', ''),
});

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
    const rest = cachingSurface(lagMs);
    const fixture = await fixtureOn(rest);
    await write(rest);
    await expect(isUnchanged(on(rest), fixture, /nobody-made/)).rejects.toThrow(/made beside it|its versions/);
  }
});

test('nothing that was done passes, and a surface that shows nothing does not', async () => {
  const rest = cachingSurface(200);
  const fixture = await fixtureOn(rest);
  await isUnchanged(on(rest), fixture, /nobody-made/);
  const blind = { ...rest, allPipelines: async () => ok([]) };
  // Why: an empty list showed that no pipeline was made beside the fixture.
  await expect(isUnchanged(on(blind), fixture, /nobody-made/)).rejects.toThrow(
    'rest: an object that was written later is shown',
  );
});

// Why: a refused write of the harness's own was reported as a failure of the requirement that nothing is left behind.
test('what cannot be written or shown later blocks the check, and what remains fails it', async () => {
  const rest = cachingSurface(0);
  const fixture = await fixtureOn(rest);
  const failureOn = (surface: Surface) =>
    isUnchanged(on(surface), fixture, /nobody-made/).catch((cause: unknown) => cause);
  const refused = { kind: 'failed', status: 500, message: 'down' } as const;
  expect(await failureOn({ ...rest, createPipeline: async () => refused })).toBeInstanceOf(BlockedError);
  expect(await failureOn({ ...rest, createVersion: async () => refused })).toBeInstanceOf(BlockedError);
  expect(await failureOn({ ...rest, allPipelines: async () => ok([]) })).toBeInstanceOf(BlockedError);
  await rest.createPipeline({ name: 'nobody-made' });
  expect(await failureOn(rest)).toBeInstanceOf(AssertionError);
});

// Why: the names were counted for all scenarios of a process, so equal seeds gave other names in another order.
test('the objects that are written later are counted for each scenario', async () => {
  const written: string[] = [];
  const rest = cachingSurface(0);
  const fixture = await fixtureOn(rest);
  const createPipeline: Surface['createPipeline'] = (draft) => {
    written.push(draft.name ?? '');
    return rest.createPipeline(draft);
  };
  const [one, other] = [on({ ...rest, createPipeline }), on({ ...rest, createPipeline })];
  for (const settling of [one, one, other]) await isUnchanged(settling, fixture, /nobody-made/);
  const { prefix } = one.names;
  expect(written).toEqual([`${prefix}-later-1`, `${prefix}-later-2`, `${prefix}-later-1`]);
});

test('where no name is given, pipelines beside it are no matter', async () => {
  const rest = cachingSurface(0);
  const fixture = await fixtureOn(rest);
  await rest.createPipeline({ name: 'nobody-made' });
  await isUnchanged(on(rest), fixture);
  await rest.createVersion(fixture.pipeline, { name: 'made' } as Parameters<Surface['createVersion']>[1]);
  await expect(isUnchanged(on(rest), fixture)).rejects.toThrow(/its versions/);
});
