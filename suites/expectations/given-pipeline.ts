import type { Pipeline } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdPipeline } from './created-pipeline.ts';

/** A pipeline of this label's name, written the lane's way and shown on every surface; what rests on it is blocked without. */
export const givenPipeline = ({ given, lane, names }: ScenarioContext, label: string): Promise<Pipeline> =>
  given(`the pipeline ${label} is created`, () => createdPipeline(lane, { name: names.of(label) }));
