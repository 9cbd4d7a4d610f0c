import assert from 'node:assert/strict';
import type { Lane, PipelineRef, Surface } from '../../src/lanes/lane.ts';
import { accepted } from './accepted.ts';
import { eventuallyGone } from './eventually-gone.ts';

/** Whether a surface removes a pipeline only when the garbage collector of Kubernetes has removed its versions. */
const removesLater: Readonly<Record<Surface['name'], boolean>> = { rest: false, kubernetes: true };

/** Deletes a pipeline, and waits for the garbage collector, which no KFP server has a part in. */
export const deletedPipeline = async (
  lane: Lane,
  pipeline: PipelineRef,
  surface: Surface = lane.write,
): Promise<void> => {
  accepted(await surface.deletePipeline(pipeline));
  if (removesLater[surface.name])
    await eventuallyGone(lane, { surface, patienceMs: 0 }, async () => {
      assert.equal((await surface.getPipeline(pipeline)).kind, 'missing', 'the pipeline, in the Kubernetes API');
    });
};
