import type { Pipeline } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdPipeline } from './created-pipeline.ts';

/**
 * Creates a pipeline with the name of this label on the lane's write surface and waits until every surface shows it.
 * Checks that depend on it are blocked if this fails.
 */
export const givenPipeline = ({ given, lane, names }: ScenarioContext, label: string): Promise<Pipeline> =>
  given(`the pipeline ${label} is created`, () => createdPipeline(lane, { name: names.of(label) }));
