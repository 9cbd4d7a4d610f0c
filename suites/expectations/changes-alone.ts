import { assert, soft } from '../../src/scenarios/assert.ts';
import type { Lane } from '../../src/lanes/lane.ts';
import { restPatienceMs } from '../../src/lanes/lanes.ts';
import type { Pipeline, PipelineVersion } from '../../src/lanes/pipeline.ts';

/** What is changed. */
export interface Changed {
  readonly pipeline: Pipeline;
  readonly version?: PipelineVersion;
}

/**
 * Asserts that REST changes objects that nobody else changes any more, once it knows their last state: a server that
 * refuses every change does not merely lose conflicts.
 */
export const changesAlone = async (lane: Lane, { pipeline, version }: Changed): Promise<void> => {
  const change = { displayName: 'alone', tags: { writer: 'alone' } };
  await soft.part(() =>
    lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
      const { kind } = await lane.rest.updatePipeline(pipeline, change);
      assert.equal(kind, 'ok', 'rest: a change of a pipeline that meets no other');
    }),
  );
  if (version === undefined) return;
  await soft.part(() =>
    lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
      const { kind } = await lane.rest.updateVersion(version, change);
      assert.equal(kind, 'ok', 'rest: a change of a version that meets no other');
    }),
  );
};
