import { assert } from '../../src/scenarios/assert.ts';
import type { Lane, PipelineRef, Surface } from '../../src/lanes/lane.ts';
import { accepted } from './accepted.ts';
import { eventuallyGone } from './eventually-gone.ts';

/**
 * Whether a deletion on the surface completes only after the garbage collector of Kubernetes has removed the versions.
 */
const removesLater: Readonly<Record<Surface['name'], boolean>> = { rest: false, kubernetes: true };

/** Deletes a pipeline and waits for the garbage collector, whose delay is not the KFP server's. */
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
