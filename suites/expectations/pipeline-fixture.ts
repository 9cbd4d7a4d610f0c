import type { Lane } from '../../src/lanes/lane.ts';
import type { Pipeline, PipelineVersion } from '../../src/lanes/pipeline.ts';
import { createdPipeline } from './created-pipeline.ts';
import { createdVersion } from './created-version.ts';
import { smallDefinition } from './small-definition.ts';

/** A pipeline with a version and its namespace, as the object of calls by other users. */
export interface PipelineFixture {
  /** `''` when calls omit the namespace. */
  readonly namespace: string;
  readonly pipeline: Pipeline;
  readonly version: PipelineVersion;
}

/** Creates the fixture on the lane's write surface and waits until every surface of the lane shows it. */
export const createdPipelineFixture = async (lane: Lane, namespace: string, name: string): Promise<PipelineFixture> => {
  const texts = { displayName: `Display ${name}`, description: `Described as ${name}`, tags: { mark: name } };
  const pipeline = await createdPipeline(lane, { name, ...texts });
  const definition = smallDefinition(`step-${name}`);
  const version = await createdVersion(lane, pipeline, { name: `${name}-first`, ...texts, definition });
  return { namespace, pipeline, version };
};
