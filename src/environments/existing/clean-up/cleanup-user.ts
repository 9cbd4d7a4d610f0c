import { object, type Json } from '../../../clients/json-response.ts';
import { callerConnection, userHeaders, type RestAccess } from '../../../clients/rest-access.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { allRights, bindingObject, rbacPath, roleObject, type RbacScope } from '../../../cluster/rule.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ConnectedInstallation } from '../connection/connect.ts';
import { offersClusterRoles, offersUsers, sharedGrantNamespaces } from '../preflight/offers.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { removalOf, type CleanupContext, type CleanupUser } from './cleanup-context.ts';
import { ownPrefixOf } from './own-prefix.ts';
import { removeOwn } from './remove-own.ts';

/** The user who runs the harness, who is the clean-up user if no separate one can be created. */
export const callingUser = (rest: RestAccess): CleanupUser => ({ name: '', connection: callerConnection(rest) });

const labelled = (resource: Json, runId: string): Json => ({
  ...resource,
  metadata: { ...object(resource, 'metadata'), labels: { [runLabel]: runId } },
});

/**
 * The scopes of the clean-up user's permissions: the whole cluster, or each namespace of the pool and those of shared
 * pipelines, because a refusal would leave open whether the target has these.
 */
export const scopesOf = (found: Preflight): readonly RbacScope[] =>
  found.pool.length === 0 || offersClusterRoles(found)
    ? ['cluster']
    : [...new Set([...found.pool, ...sharedGrantNamespaces(found)])].map((namespace) => ({ namespace }));

/**
 * Creates a user with all permissions on pipelines, for REST requests of the harness alone. Its role and binding carry the
 * run's label and are removed with the other objects of the run. If no permissions can be granted it is the calling user.
 */
export const createCleanupUser = async (
  { cluster, rest }: ConnectedInstallation,
  found: Preflight,
  runId: string,
): Promise<CleanupUser> => {
  if (!offersUsers(found)) return callingUser(rest);
  const name = `${ownPrefixOf(runId)}-cleanup`;
  for (const scope of scopesOf(found)) {
    await cluster.create(rbacPath('role', scope), labelled(roleObject(name, allRights, scope), runId));
    const binding = bindingObject(name, { kind: 'User', name }, scope);
    await cluster.create(rbacPath('rolebinding', scope), labelled(binding, runId));
  }
  return { name, connection: { ...rest.server, headers: userHeaders(rest, name) } };
};

/** Deletes the role and binding of the clean-up user, and every other object of the run in the cluster. */
export const deleteCleanupUser = async (context: CleanupContext): Promise<void> => {
  const { keptName: _kept, ...removal } = await removalOf(context);
  const { failures } = await removeOwn({ ...removal, listings: [] });
  if (failures.length > 0)
    throw new EnvironmentError(`some objects of the run could not be removed: ${failures.join('; ')}`);
};
