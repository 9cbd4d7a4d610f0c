import assert from 'node:assert/strict';
import type { Lane, PipelineRef, Surface } from '../../src/lanes/lane.ts';
import { accepted } from './accepted.ts';
import { eventuallyGone } from './eventually-gone.ts';

/**
 * Deletes a pipeline. The Kubernetes API removes it when the garbage collector has removed its versions, which no KFP server
 * has a part in: that is waited for.
 */
export const deletedPipeline = async (
  lane: Lane,
  pipeline: PipelineRef,
  surface: Surface = lane.write,
): Promise<void> => {
  accepted(await surface.deletePipeline(pipeline));
  if (surface.name === 'kubernetes')
    await eventuallyGone(lane, { surface, patienceMs: 0 }, async () => {
      assert.equal((await surface.getPipeline(pipeline)).kind, 'missing', 'the pipeline, in the Kubernetes API');
    });
};
