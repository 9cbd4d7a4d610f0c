import { pipelineObject, versionObject } from '../../src/lanes/crd.ts';
import type { Pipeline } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { smallDefinition } from './small-definition.ts';

/** The Pipeline whose creation ends a watch. */
export const lastPipeline = ({ kubernetes, names }: ScenarioContext) =>
  pipelineObject(kubernetes.namespace, { name: names.of('last') });

/** The PipelineVersion whose creation ends a watch. */
export const lastVersion = ({ kubernetes }: ScenarioContext, { name }: Pipeline) =>
  versionObject(kubernetes.namespace, name, { name: 'last', definition: smallDefinition() });
