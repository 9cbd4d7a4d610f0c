import type { Lane } from '../../src/lanes/lane.ts';
import type { Pipeline, PipelineDraft } from '../../src/lanes/pipeline.ts';
import { accepted } from './accepted.ts';

/** Creates a pipeline on the lane's write surface and waits until every surface of the lane shows it by id. */
export const createdPipeline = async (lane: Lane, draft: PipelineDraft): Promise<Pipeline> => {
  const pipeline = accepted(await lane.write.createPipeline(draft));
  for (const view of lane.views)
    await lane.eventually(view, async () => {
      accepted(await view.surface.getPipeline(pipeline));
    });
  return pipeline;
};
