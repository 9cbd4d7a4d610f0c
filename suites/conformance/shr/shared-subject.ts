import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Tenant } from '../../expectations/given-tenant.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';

/** A shared pipeline with a version, and its creator. On REST it has no namespace. */
export interface SharedSubject {
  readonly keeper: Tenant;
  readonly subject: PipelineFixture;
}

/**
 * Creates the fixture on the lane's write surface: on REST without a namespace, through the Kubernetes API in the
 * shared namespace.
 */
export const sharedSubject = async (context: ScenarioContext, label = 'shared'): Promise<SharedSubject> => {
  const keeper = await sharedPipelinesOwner(context);
  const subject = await context.given('there is a shared pipeline with a version', () =>
    createdPipelineFixture(keeper.lane, '', context.names.of(label)),
  );
  return { keeper, subject };
};
