import { object, type Json } from '../../../clients/json-response.ts';
import { callerConnection, userHeaders, type RestAccess } from '../../../clients/rest-access.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { allRights, bindingObject, rbacPath, roleObject, type RbacScope } from '../../../cluster/rule.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ConnectedInstallation } from '../connection/connect.ts';
import { offersClusterRoles, offersPeople } from '../preflight/offers.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { removalOf, type CleanupContext, type CleanupUser } from './cleanup-context.ts';
import { ownPrefixOf } from './own-prefix.ts';
import { removeOwn } from './remove-own.ts';

/** The user who runs the harness: the clean-up user of an installation in which no other can be created. */
export const callingUser = (rest: RestAccess): CleanupUser => ({ name: '', connection: callerConnection(rest) });

const labelled = (resource: Json, runId: string): Json => ({
  ...resource,
  metadata: { ...object(resource, 'metadata'), labels: { [runLabel]: runId } },
});

/** Where the clean-up user gets its rights: in the whole cluster, or in each namespace of the pool. */
const scopesOf = (found: Preflight): readonly RbacScope[] =>
  found.pool.length === 0 || offersClusterRoles(found) ? ['cluster'] : found.pool.map((namespace) => ({ namespace }));

/**
 * Gives all rights on pipelines to a user whom nobody else uses, and asks REST as that user. Role and binding carry the run's
 * label, and are removed with everything else of the run. Where no rights can be given it is the calling user.
 */
export const createCleanupUser = async (
  { cluster, rest }: ConnectedInstallation,
  found: Preflight,
  runId: string,
): Promise<CleanupUser> => {
  if (!offersPeople(found)) return callingUser(rest);
  const name = `${ownPrefixOf(runId)}-cleanup`;
  for (const scope of scopesOf(found)) {
    await cluster.create(rbacPath('role', scope), labelled(roleObject(name, allRights, scope), runId));
    const binding = bindingObject(name, { kind: 'User', name }, scope);
    await cluster.create(rbacPath('rolebinding', scope), labelled(binding, runId));
  }
  return { name, connection: { ...rest.server, headers: userHeaders(rest, name) } };
};

/** Deletes role and binding of the clean-up user, and everything else of the run that is in the cluster itself. */
export const deleteCleanupUser = async (context: CleanupContext): Promise<void> => {
  const { keptName: _kept, ...removal } = await removalOf(context);
  const { failures } = await removeOwn({ ...removal, listings: [] });
  if (failures.length > 0) throw new EnvironmentError(`not everything could be removed: ${failures.join('; ')}`);
};
