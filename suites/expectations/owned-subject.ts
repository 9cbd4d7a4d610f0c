import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { createdSubject, type Subject } from './subject.ts';

/** A pipeline with a version, written the lane's way by the owner of the scenario's namespace. */
export const ownedSubject = ({ given, lane, namespace, names }: ScenarioContext): Promise<Subject> =>
  given('the owner has a pipeline with a version', () => createdSubject(lane, namespace, names.of('owned')));

/** The owner, as RBAC knows them. */
export const ownerOf = ({ namespace }: Pick<ScenarioContext, 'namespace'>): string =>
  `system:serviceaccount:${namespace}:owner`;
