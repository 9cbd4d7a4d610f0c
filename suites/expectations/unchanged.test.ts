import { expect, test } from 'vitest';
import { laneOf } from '../../src/lanes/lanes.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';
import { cachingSurface, ok } from './testing/caching-surface.ts';
import { isUnchanged } from './unchanged.ts';

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
    const lane = laneOf({ name: 'database/rest', rest });
    await write(rest);
    await expect(isUnchanged(lane, fixture, /nobody-made/)).rejects.toThrow(/made beside it|its versions/);
  }
});

test('nothing that was done passes, and a surface that shows nothing does not', async () => {
  const rest = cachingSurface(200);
  const fixture = await fixtureOn(rest);
  await isUnchanged(laneOf({ name: 'database/rest', rest }), fixture, /nobody-made/);
  const blind = { ...rest, allPipelines: async () => ok([]) };
  // Why: an empty list showed that no pipeline was made beside the fixture.
  await expect(isUnchanged(laneOf({ name: 'database/rest', rest: blind }), fixture, /nobody-made/)).rejects.toThrow(
    'rest: an object that was written later is shown',
  );
});
