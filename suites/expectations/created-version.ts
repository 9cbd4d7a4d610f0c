import type { Lane, PipelineRef } from '../../src/lanes/lane.ts';
import type { PipelineVersion, VersionDraft } from '../../src/lanes/pipeline.ts';
import { accepted } from './accepted.ts';

/** Creates a version on the lane's write surface and waits until every surface of the lane shows it by id. */
export const createdVersion = async (
  lane: Lane,
  pipeline: PipelineRef,
  draft: VersionDraft,
): Promise<PipelineVersion> => {
  const version = accepted(await lane.write.createVersion(pipeline, draft));
  for (const view of lane.views)
    await lane.eventually(view, async () => {
      accepted(await view.surface.getVersion(version));
    });
  return version;
};
