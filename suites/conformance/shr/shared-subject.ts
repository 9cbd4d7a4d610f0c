import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Tenant } from '../../expectations/given-tenant.ts';
import { sharedKeeper } from '../../expectations/shared-keeper.ts';
import { createdSubject, type Subject } from '../../expectations/subject.ts';

/** A shared pipeline with a version, and who made it. Its namespace is none, as on REST. */
export interface SharedSubject {
  readonly keeper: Tenant;
  readonly subject: Subject;
}

/** Made the lane's way: without namespace on REST, in the shared namespace through the Kubernetes API. */
export const sharedSubject = async (context: ScenarioContext, label = 'shared'): Promise<SharedSubject> => {
  const keeper = await sharedKeeper(context);
  const subject = await context.given('there is a shared pipeline with a version', () =>
    createdSubject(keeper.lane, '', context.names.of(label)),
  );
  return { keeper, subject };
};
