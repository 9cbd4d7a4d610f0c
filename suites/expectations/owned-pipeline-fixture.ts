import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdPipelineFixture, type PipelineFixture } from './pipeline-fixture.ts';

/** A pipeline with a version, created on the lane's write surface by the owner of the scenario's namespace. */
export const ownedPipelineFixture = ({ given, lane, namespace, names }: ScenarioContext): Promise<PipelineFixture> =>
  given('the owner has a pipeline with a version', () => createdPipelineFixture(lane, namespace, names.of('owned')));

/** The user name of the owner in RBAC. */
export const ownerOf = ({ namespace }: Pick<ScenarioContext, 'namespace'>): string =>
  `system:serviceaccount:${namespace}:owner`;
