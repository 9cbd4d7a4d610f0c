import { definition } from '../../fixtures/pipelines/definition.ts';
import type { PipelineRef } from '../../src/lanes/lane.ts';
import type { PipelineVersion, VersionDraft } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdVersion } from './created-version.ts';

/** A version written the lane's way and shown on every surface; its definition is `hello` unless the draft has another. */
export const givenVersion = (
  { given, lane }: ScenarioContext,
  pipeline: PipelineRef,
  name: string,
  draft: Partial<VersionDraft> = {},
): Promise<PipelineVersion> =>
  given(`the version ${name} is created`, () =>
    createdVersion(lane, pipeline, { name, definition: definition('hello'), ...draft }),
  );
