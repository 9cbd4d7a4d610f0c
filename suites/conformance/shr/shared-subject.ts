import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Tenant } from '../../expectations/given-tenant.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';

/** A shared pipeline with a version, and who made it. Its namespace is none, as on REST. */
export interface SharedSubject {
  readonly keeper: Tenant;
  readonly subject: PipelineFixture;
}

/** Made the lane's way: without namespace on REST, in the shared namespace through the Kubernetes API. */
export const sharedSubject = async (context: ScenarioContext, label = 'shared'): Promise<SharedSubject> => {
  const keeper = await sharedPipelinesOwner(context);
  const subject = await context.given('there is a shared pipeline with a version', () =>
    createdPipelineFixture(keeper.lane, '', context.names.of(label)),
  );
  return { keeper, subject };
};
