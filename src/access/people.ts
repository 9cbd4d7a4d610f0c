import { kfpAudience } from '../clients/token-holder.ts';
import { kfpClient, type KfpClient } from '../clients/kfp.ts';
import { kubernetesClient, type KubernetesClient } from '../clients/kubernetes.ts';
import type { Session } from '../clients/http.ts';
import { serverOf } from '../clients/connection.ts';
import type { ClientIdentity } from '../cluster/kubernetes-access.ts';
import type { Secrets } from '../text/secrets.ts';
import { userOf, type TokenHolder } from '../clients/token-holder.ts';
import type { Names } from '../contract/names.ts';
import type { Capability, RequireCapability } from '../contract/capability.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { asTenant } from './as-tenant.ts';
import { clusterAccess, untilSettled, type ClusterAccess } from '../cluster/cluster-access.ts';
import { withOwnLabels } from '../cluster/own-labels.ts';
import { userHeaders, gatewayHeaders } from '../clients/rest-access.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { rbacPath, type RbacScope, type Rule, type Subject } from '../cluster/rule.ts';

/** One user, with a client for REST and one for the Kubernetes API. Neither client adds a namespace to a request. */
export interface Person {
  /** The RBAC user name: `system:serviceaccount:NS:alice`, or the common name of the certificate. */
  readonly user: string;
  /** The groups that the Kubernetes API assigns to the user. */
  readonly groups: readonly string[];
  readonly subject: Subject;
  /** REST, identified by the user header. */
  readonly kfp: KfpClient;
  readonly kubernetes: KubernetesClient;
  /** REST, identified by the user header; adds the namespace to each request that can carry one and names none. */
  within(namespace: string): KfpClient;
}

/** A user with a service account, for which tokens can be requested. */
export interface AccountHolder extends Person {
  /** REST, identified by a token for KFP's audience. */
  readonly bearer: KfpClient;
  /** Requests a new token for an audience; default: the Kubernetes API server. */
  token(audience?: string): Promise<string>;
}

/** Granted permissions. Granting and revoking both wait until the Kubernetes API enforces the change. */
export interface Grant {
  revoke(): Promise<void>;
}

/** The users of a target, their permissions and their namespaces. */
export interface People {
  /** Creates a user with a service account in the scenario's namespace and without permissions. */
  person(label: string): Promise<AccountHolder>;
  /** Creates a user with a client certificate for any name and groups. */
  user(name: string, groups?: readonly string[]): Promise<Person>;
  /** REST without an identity. */
  readonly anonymous: KfpClient;
  /** REST with these headers. */
  as(headers: Readonly<Record<string, string>>): KfpClient;
  /** Creates a role and binds it to a user or a group. */
  grant(to: Person | { readonly group: string }, rules: readonly Rule[], scope: RbacScope): Promise<Grant>;
  /** A further namespace of this scenario, also selected by the target's webhooks. */
  namespace(label: string): Promise<string>;
  /** The cluster administrator; mutants do not intercept these requests. */
  readonly admin: KubernetesClient;
  readonly access: ClusterAccess;
  readonly secrets: Secrets;
}

export interface PeopleOptions {
  readonly target: StartedTarget;
  readonly namespace: string;
  /** Existing namespaces that are leased to this scenario alone; the first is `namespace`. */
  readonly lentNamespaces?: readonly string[];
  /** The number of namespaces that the scenario declares, including the first. */
  readonly namespaceCount: number;
  readonly names: Names;
  /** Intercepted by the mutant, if any. */
  readonly session: Session;
  readonly requireCapability: RequireCapability;
  readonly clientIdentity: (user: string, groups: readonly string[]) => Promise<ClientIdentity>;
  /** Known secrets, and values known to be harmless, such as a token that is invalid on purpose. */
  readonly secrets: Secrets;
  /** Registers every token with its holder, so that it is redacted everywhere. */
  readonly secret: (value: string, name: string, holder: TokenHolder) => void;
}

const accountGroups = (namespace: string): readonly string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
  'system:authenticated',
];

/** TOKEN_ALICE is the token for KFP, TOKEN_ALICE_KUBERNETES the one for the Kubernetes API. */
export const tokenName = (label: string, audience?: string): string =>
  `TOKEN_${label.toUpperCase().replaceAll('-', '_')}${audience === undefined ? '_KUBERNETES' : ''}`;

/** An access review whose answer shows whether a rule is enforced. */
const reviewFor = (user: string, groups: readonly string[], rule: Rule, scope: RbacScope) => ({
  user,
  groups,
  verb: rule.verbs[0] ?? '*',
  resource: rule.resources[0] ?? '*',
  ...(scope !== 'cluster' && { namespace: scope.namespace }),
  ...(rule.resourceNames?.[0] !== undefined && { name: rule.resourceNames[0] }),
});

/** API paths of roles and bindings outside a scenario's own namespaces, with the capability required to write there. */
const capabilityByPath = ({ sharedNamespace, systemNamespace }: StartedTarget): ReadonlyMap<string, Capability> =>
  new Map<string, Capability>(
    (['role', 'rolebinding'] as const).flatMap((kind) => [
      [rbacPath(kind, 'cluster'), 'cluster-roles'] as const,
      [rbacPath(kind, { namespace: sharedNamespace }), 'shared-roles'] as const,
      [rbacPath(kind, { namespace: systemNamespace }), 'shared-roles'] as const,
    ]),
  );

const requiringCapabilities = (
  admin: KubernetesClient,
  target: StartedTarget,
  requireCapability: RequireCapability,
): KubernetesClient => {
  const required = capabilityByPath(target);
  return {
    ...admin,
    call: async (method, path, ...rest) => {
      const capability = required.get(path);
      if (capability !== undefined) requireCapability(capability, `${method} ${path}`);
      return admin.call(method, path, ...rest);
    },
  };
};

export const peopleOf = ({
  target,
  namespace,
  lentNamespaces,
  namespaceCount,
  names,
  session,
  requireCapability,
  clientIdentity,
  secrets,
  secret,
}: PeopleOptions): People => {
  const { record, timeoutMs, signal } = session;
  const withoutInterceptors: Session = { record, timeoutMs, ...(signal !== undefined && { signal }) };
  const admin = requiringCapabilities(
    kubernetesClient(target.kubernetes, namespace, {
      ...withoutInterceptors,
      decorateBelowInterceptors: withOwnLabels(target.ownLabels),
    }),
    target,
    requireCapability,
  );
  const unrecorded = kubernetesClient(target.kubernetes, namespace, { ...withoutInterceptors, record: () => {} });
  const access = clusterAccess(admin, unrecorded);
  const server = serverOf(target.kubernetes);
  const restAccess = restAccessOf(target);
  const gateway = gatewayHeaders(restAccess);
  // Without its session headers a gateway would answer in place of the target.
  const rest = (headers: Readonly<Record<string, string>>) =>
    kfpClient({ ...restAccess.server, headers: { ...gateway, ...headers } }, session);
  const byHeader = (user: string) => {
    const headers = userHeaders(restAccess, user);
    const within = (namespaceOfRequests: string) =>
      kfpClient(
        { ...restAccess.server, headers },
        { ...session, decorateAboveInterceptors: asTenant({ namespace: namespaceOfRequests, headers }) },
      );
    return { kfp: rest(headers), within };
  };
  let grants = 0;
  let namespaces = 1;
  return {
    anonymous: rest({}),
    as: rest,
    admin,
    access,
    secrets,
    person: async (label) => {
      await access.createServiceAccount(namespace, label);
      const user = userOf({ serviceAccount: label, namespace });
      const token = async (audience?: string): Promise<string> => {
        const value = await access.requestToken(namespace, label, audience);
        secret(value, tokenName(label, audience), {
          serviceAccount: label,
          namespace,
          ...(audience !== undefined && { audience }),
        });
        return value;
      };
      const [forRest, forKubernetes] = await Promise.all([token(kfpAudience), token()]);
      return {
        user,
        groups: accountGroups(namespace),
        subject: { kind: 'ServiceAccount', name: label, namespace },
        ...byHeader(user),
        bearer: rest({ authorization: `Bearer ${forRest}` }),
        kubernetes: kubernetesClient(
          { ...server, headers: { authorization: `Bearer ${forKubernetes}` } },
          namespace,
          session,
        ),
        token,
      };
    },
    user: async (name, groups = []) => {
      requireCapability('any-user', 'a user of any name');
      return {
        user: name,
        groups: [...groups, 'system:authenticated'],
        subject: { kind: 'User', name },
        ...byHeader(name),
        kubernetes: kubernetesClient({ ...server, ...(await clientIdentity(name, groups)) }, namespace, session),
      };
    },
    grant: async (to, rules, scope) => {
      grants += 1;
      const name = names.of(`role-${grants}`);
      const subject: Subject = 'group' in to ? { kind: 'Group', name: to.group } : to.subject;
      const user = 'group' in to ? names.of('somebody') : to.user;
      const groups = 'group' in to ? [to.group] : to.groups;
      await access.createRole(name, rules, subject, scope);
      const settle = (expected: boolean) =>
        Promise.all(rules.map((rule) => untilSettled(access, reviewFor(user, groups, rule, scope), expected)));
      await settle(true);
      return {
        revoke: async () => {
          await access.removeRole(name, scope);
          await settle(false);
        },
      };
    },
    namespace: async (label) => {
      namespaces += 1;
      // All namespaces of a lease are granted at once, so the declared number is the limit.
      if (namespaces > namespaceCount)
        throw new Error(`there is no namespace for "${label}": the scenario says that it needs ${namespaceCount}`);
      const leased = lentNamespaces?.[namespaces - 1];
      if (leased !== undefined) return leased;
      const other = `ns-${names.of(label)}`;
      await access.createNamespace(other);
      return other;
    },
  };
};
