import { assert } from '../../src/scenarios/assert.ts';
import type { Lane, Surface } from '../../src/lanes/lane.ts';
import { restPatienceMs } from '../../src/lanes/lanes.ts';
import { accepted } from './accepted.ts';
import { pause } from './pause.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';
import { smallDefinition } from './small-definition.ts';

/** A target may finish a refused write, and show it, only after its answer. */
const settleMs = 400;

/** The number of objects that were written under a name before, so that their names differ. */
const written = new Map<string, number>();

const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

/** Whether a surface gets and lists a pipeline and its version. */
const isShown = async (surface: Surface, { pipeline, version }: PipelineFixture): Promise<boolean> => {
  const [byId, byName, versionById, pipelines, versions] = await Promise.all([
    surface.getPipeline(pipeline),
    surface.getPipelineByName(pipeline.name),
    surface.getVersion(version),
    surface.allPipelines(),
    surface.allVersions(pipeline),
  ]);
  return (
    [byId, byName, versionById].every(({ kind }) => kind === 'ok') &&
    idsOf(pipelines.value ?? []).includes(pipeline.id) &&
    idsOf(versions.value ?? []).includes(version.id)
  );
};

/**
 * Waits until what was written on a lane before can be seen on its surfaces, for checks that conclude from what they do
 * not see: writes another pipeline with a version, whose names begin with `name`, until every surface shows both. That
 * also shows that the surface would show an object. Throws an assertion error if it does not.
 */
export const settled = async (
  lane: Lane,
  name: string,
  shows: (surface: Surface, later: PipelineFixture) => Promise<boolean> = isShown,
): Promise<void> => {
  const count = (written.get(name) ?? 0) + 1;
  written.set(name, count);
  const label = `${name}-${count}`;
  const write = async (): Promise<PipelineFixture> => {
    const pipeline = accepted(await lane.write.createPipeline({ name: label }));
    const draft = { name: 'v', definition: smallDefinition() };
    return { namespace: '', pipeline, version: accepted(await lane.write.createVersion(pipeline, draft)) };
  };
  const [later] = await Promise.all([write(), pause(settleMs)]);
  for (const { surface } of lane.views)
    await lane.eventually({ surface, patienceMs: restPatienceMs }, async () => {
      assert.equal(await shows(surface, later), true, `${surface.name}: an object that was written later is shown`);
    });
};
