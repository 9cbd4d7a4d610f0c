import { kfpClient, type KfpClient } from '../clients/kfp.ts';
import { kubernetesClient, type KubernetesClient, type WatchInterceptor } from '../clients/kubernetes.ts';
import type { Session } from '../clients/http.ts';
import { isLaneIn, type LaneIn, type LaneName } from '../contract/lane-name.ts';
import { serverOf, type Connection } from '../clients/connection.ts';
import { userOf } from '../clients/token-holder.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { asTenant } from './as-tenant.ts';
import { untilSettled } from '../cluster/cluster-access.ts';
import { peopleOf, tokenName, type People, type PeopleOptions } from './people.ts';
import { callerConnection, userHeaders } from '../clients/rest-access.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { allRights, pipelineResources } from '../cluster/rule.ts';

/** A lane, with a client of the Kubernetes API where pipelines are stored in it. */
type LaneClient =
  | { readonly lane: LaneIn<'database'>; readonly kubernetes: undefined }
  | { readonly lane: LaneIn<'kubernetes'>; readonly kubernetes: KubernetesClient };

/** The clients that a scenario uses in a lane. */
export type ScenarioClients = LaneClient & {
  readonly kfp: KfpClient;
  /** REST of each replica, in order. */
  readonly replicas: readonly KfpClient[];
  /** Defined in multi-user mode only. */
  readonly people: People | undefined;
};

export interface ClientOptions extends Omit<PeopleOptions, 'session'> {
  readonly session: Session & { readonly interceptWatch?: WatchInterceptor };
  readonly lane: LaneName;
}

const ofReplicas = (target: StartedTarget, connection: Connection, session: Session): readonly KfpClient[] =>
  target.replicas.map((origin, replica) => kfpClient({ ...connection, origin }, { ...session, replica }));

/** Clients of a single-user target: no identity on REST, the administrator on the Kubernetes API. */
export const singleUserClients = ({ target, session, lane }: ClientOptions): ScenarioClients => {
  const connection = callerConnection(restAccessOf(target));
  const clients = {
    kfp: kfpClient(connection, session),
    replicas: ofReplicas(target, connection, session),
    people: undefined,
  };
  return isLaneIn(lane, 'kubernetes')
    ? { ...clients, lane, kubernetes: kubernetesClient(target.kubernetes, target.namespace, session) }
    : { ...clients, lane, kubernetes: undefined };
};

/** The default user of a scenario, with all permissions on pipelines in the scenario's namespace. */
const ownerName = 'owner';

/**
 * Creates the scenario's namespace and its owner. The owner's REST client sends the user header and adds the namespace
 * to requests that name none; the owner's Kubernetes client sends a token.
 */
export const multiUserClients = async (options: ClientOptions): Promise<ScenarioClients> => {
  const { target, namespace, names, session, lane, secret } = options;
  const people = peopleOf(options);
  const { access } = people;
  if (options.lentNamespaces === undefined) await access.createNamespace(namespace);
  const holder = { serviceAccount: ownerName, namespace };
  const user = userOf(holder);
  const subject = { kind: 'ServiceAccount', name: ownerName, namespace } as const;
  await Promise.all([
    access.createServiceAccount(namespace, ownerName),
    access.createRole(names.of(ownerName), allRights, subject, { namespace }),
  ]);
  for (const resource of pipelineResources)
    await untilSettled(access, { user, groups: [], verb: 'create', resource, namespace }, true);
  const rest = restAccessOf(target);
  const decorateBelowInterceptors = asTenant({ namespace, headers: userHeaders(rest, user) });
  const kfp = kfpClient(rest.server, { ...session, decorateBelowInterceptors });
  const replicas = ofReplicas(target, rest.server, { ...session, decorateBelowInterceptors });
  if (!isLaneIn(lane, 'kubernetes')) return { lane, kfp, replicas, kubernetes: undefined, people };
  const token = await access.requestToken(namespace, ownerName);
  secret(token, tokenName(ownerName), holder);
  const headers = { authorization: `Bearer ${token}` };
  const kubernetes = kubernetesClient({ ...serverOf(target.kubernetes), headers }, namespace, session);
  return { lane, kfp, replicas, kubernetes, people };
};
