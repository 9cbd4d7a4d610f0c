import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdPipelineFixture, type PipelineFixture } from './pipeline-fixture.ts';

/** A pipeline with a version, written the lane's way by the owner of the scenario's namespace. */
export const ownedPipelineFixture = ({ given, lane, namespace, names }: ScenarioContext): Promise<PipelineFixture> =>
  given('the owner has a pipeline with a version', () => createdPipelineFixture(lane, namespace, names.of('owned')));

/** The owner, as RBAC knows them. */
export const ownerOf = ({ namespace }: Pick<ScenarioContext, 'namespace'>): string =>
  `system:serviceaccount:${namespace}:owner`;
