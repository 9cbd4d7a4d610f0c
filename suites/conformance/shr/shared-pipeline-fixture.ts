import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Tenant } from '../../expectations/given-tenant.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';

/** A shared pipeline with a version, and its creator. On REST it has no namespace. */
export interface SharedPipelineFixture {
  readonly sharedOwner: Tenant;
  readonly fixture: PipelineFixture;
}

/**
 * Creates the fixture on the lane's write surface: on REST without a namespace, through the Kubernetes API in the
 * shared namespace.
 */
export const sharedPipelineFixture = async (
  context: ScenarioContext,
  label = 'shared',
): Promise<SharedPipelineFixture> => {
  const sharedOwner = await sharedPipelinesOwner(context);
  const fixture = await context.given('there is a shared pipeline with a version', () =>
    createdPipelineFixture(sharedOwner.lane, '', context.names.of(label)),
  );
  return { sharedOwner, fixture };
};
