import { definition } from '../../fixtures/pipelines/definition.ts';
import type { PipelineRef } from '../../src/lanes/lane.ts';
import type { PipelineVersion, VersionDraft } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdVersion } from './created-version.ts';

/**
 * Creates a version on the lane's write surface and waits until every surface shows it. The default definition is
 * `hello`.
 */
export const givenVersion = (
  { given, lane }: ScenarioContext,
  pipeline: PipelineRef,
  name: string,
  draft: Partial<VersionDraft> = {},
): Promise<PipelineVersion> =>
  given(`the version ${name} is created`, () =>
    createdVersion(lane, pipeline, { name, definition: definition('hello'), ...draft }),
  );
