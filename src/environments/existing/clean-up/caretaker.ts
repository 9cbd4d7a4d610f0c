import { allRights, bindingObject, rbacPath, roleObject, type RbacScope } from '../../../cluster/rule.ts';
import { callerConnection, userHeaders, type RestAccess } from '../../../clients/rest-access.ts';
import type { Connection } from '../../../clients/connection.ts';
import { object, type Json } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/cluster-client.ts';
import { runLabel } from '../../../cluster/own-labels.ts';

/** As whom the harness itself looks at pipelines by REST, and removes them. */
export interface Caretaker {
  /** `''`: whoever runs the harness. */
  readonly user: string;
  readonly connection: Connection;
}

/** Whoever runs the harness: of a single-user installation, and of another until, or unless, somebody is appointed. */
export const singleUserCaretaker = (rest: RestAccess): Caretaker => ({
  user: '',
  connection: callerConnection(rest),
});

export interface CaretakerOptions {
  readonly cluster: ClusterClient;
  readonly rest: RestAccess;
  readonly runId: string;
  /** A name that nobody else uses. */
  readonly name: string;
  /** Where it may do what it does; empty: everywhere. */
  readonly namespaces: readonly string[];
}

const labelled = (made: Json, runId: string): Json => ({
  ...made,
  metadata: { ...object(made, 'metadata'), labels: { [runLabel]: runId } },
});

/**
 * Lets a user that nobody is do everything with pipelines, and REST be asked as that user. Role and binding carry the run's
 * label, and go with everything else of the run.
 */
export const appointCaretaker = async ({
  cluster,
  rest,
  runId,
  name,
  namespaces,
}: CaretakerOptions): Promise<Caretaker> => {
  const scopes: readonly RbacScope[] =
    namespaces.length === 0 ? ['cluster'] : namespaces.map((namespace) => ({ namespace }));
  const make = async (path: string, made: Json): Promise<void> => {
    const answer = await cluster.call('POST', path, labelled(made, runId));
    if (answer.status !== 201) throw new RefusedError(`creating ${path}/${name}`, answer);
  };
  for (const scope of scopes) {
    await make(rbacPath('role', scope), roleObject(name, allRights, scope));
    await make(rbacPath('rolebinding', scope), bindingObject(name, { kind: 'User', name }, scope));
  }
  return { user: name, connection: { ...rest.server, headers: userHeaders(rest, name) } };
};
