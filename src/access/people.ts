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
import { userHeaders, wayHeaders } from '../clients/rest-access.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { rbacPath, type RbacScope, type Rule, type Subject } from '../cluster/rule.ts';

/** One user, the same on both surfaces. Neither of the two clients fills in a namespace. */
export interface Person {
  /** As RBAC knows them: `system:serviceaccount:NS:alice`, or the name in the certificate. */
  readonly user: string;
  /** The groups that the Kubernetes API sees them in. */
  readonly groups: readonly string[];
  readonly subject: Subject;
  /** REST, named by the user header. */
  readonly kfp: KfpClient;
  readonly kubernetes: KubernetesClient;
  /** REST, named by the user header, with the namespace filled in where the API has a place for it and a request names none. */
  within(namespace: string): KfpClient;
}

/** A person with a service account, who can have tokens. */
export interface AccountHolder extends Person {
  /** REST, named by a token for KFP's audience. */
  readonly bearer: KfpClient;
  /** A fresh token for an audience; absent: the API server itself. */
  token(audience?: string): Promise<string>;
}

/** Rights that were given, until they are taken back. Both wait until the Kubernetes API acts accordingly. */
export interface Grant {
  revoke(): Promise<void>;
}

/** The people around a target, their rights and their namespaces. */
export interface People {
  /** Somebody with a service account in the scenario's namespace and no rights. */
  person(label: string): Promise<AccountHolder>;
  /** Somebody with a client certificate: a name and groups of one's choice. */
  user(name: string, groups?: readonly string[]): Promise<Person>;
  /** REST, with no identity. */
  readonly anonymous: KfpClient;
  /** REST, with these headers. */
  as(headers: Readonly<Record<string, string>>): KfpClient;
  /** Gives a role of its own to somebody or to a group. */
  grant(to: Person | { readonly group: string }, rules: readonly Rule[], scope: RbacScope): Promise<Grant>;
  /** Another namespace of this scenario, in which the target's webhooks work as well. */
  namespace(label: string): Promise<string>;
  /** The cluster's administrator, through no mutant's hands. */
  readonly admin: KubernetesClient;
  readonly access: ClusterAccess;
  readonly secrets: Secrets;
}

/** What people are made from. */
export interface PeopleOptions {
  readonly target: StartedTarget;
  readonly namespace: string;
  /** Namespaces that are there already and no other scenario has for the time; the first is `namespace`. */
  readonly lentNamespaces?: readonly string[];
  /** How many the scenario says it needs, the first among them. */
  readonly namespaceCount: number;
  readonly names: Names;
  /** Goes through a mutant, where there is one. */
  readonly session: Session;
  readonly requireNeed: RequireCapability;
  readonly clientIdentity: (user: string, groups: readonly string[]) => Promise<ClientIdentity>;
  /** What is known to be secret, or to be none: a token that is broken on purpose. */
  readonly secrets: Secrets;
  /** Learns every token, so that none is written anywhere, and whose it is. */
  readonly secret: (value: string, name: string, holder: TokenHolder) => void;
}

const accountGroups = (namespace: string): readonly string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
  'system:authenticated',
];

/** TOKEN_ALICE is for KFP, TOKEN_ALICE_KUBERNETES for the Kubernetes API. */
export const tokenName = (label: string, audience?: string): string =>
  `TOKEN_${label.toUpperCase().replaceAll('-', '_')}${audience === undefined ? '_KUBERNETES' : ''}`;

/** A question whose answer shows that a rule has arrived. */
const questionFor = (user: string, groups: readonly string[], rule: Rule, scope: RbacScope) => ({
  user,
  groups,
  verb: rule.verbs[0] ?? '*',
  resource: rule.resources[0] ?? '*',
  ...(scope !== 'cluster' && { namespace: scope.namespace }),
  ...(rule.resourceNames?.[0] !== undefined && { name: rule.resourceNames[0] }),
});

/** Where roles and bindings are beyond a scenario's own namespaces, each with what it takes to make one there. */
const placesBeyond = ({ sharedNamespace, systemNamespace }: StartedTarget): ReadonlyMap<string, Capability> =>
  new Map<string, Capability>(
    (['role', 'rolebinding'] as const).flatMap((kind) => [
      [rbacPath(kind, 'cluster'), 'cluster-roles'] as const,
      [rbacPath(kind, { namespace: sharedNamespace }), 'shared-roles'] as const,
      [rbacPath(kind, { namespace: systemNamespace }), 'shared-roles'] as const,
    ]),
  );

const declaring = (
  admin: KubernetesClient,
  target: StartedTarget,
  requireNeed: RequireCapability,
): KubernetesClient => {
  const needs = placesBeyond(target);
  return {
    ...admin,
    call: async (method, path, ...rest) => {
      const need = needs.get(path);
      if (need !== undefined) requireNeed(need, `${method} ${path}`);
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
  requireNeed,
  clientIdentity,
  secrets,
  secret,
}: PeopleOptions): People => {
  const { record, timeoutMs, signal } = session;
  const undisturbed: Session = { record, timeoutMs, ...(signal !== undefined && { signal }) };
  const admin = declaring(
    kubernetesClient(target.kubernetes, namespace, {
      ...undisturbed,
      decorateBelowInterceptors: withOwnLabels(target.ownLabels),
    }),
    target,
    requireNeed,
  );
  const silent = kubernetesClient(target.kubernetes, namespace, { ...undisturbed, record: () => {} });
  const access = clusterAccess(admin, silent);
  const server = serverOf(target.kubernetes);
  const restAccess = restAccessOf(target);
  const way = wayHeaders(restAccess);
  // Without a gateway's session the gateway would answer, and not the target.
  const rest = (headers: Readonly<Record<string, string>>) =>
    kfpClient({ ...restAccess.server, headers: { ...way, ...headers } }, session);
  const byHeader = (user: string) => {
    const headers = userHeaders(restAccess, user);
    const within = (place: string) =>
      kfpClient(
        { ...restAccess.server, headers },
        { ...session, decorateAboveInterceptors: asTenant({ namespace: place, headers }) },
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
      requireNeed('any-user', 'a user of any name');
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
        Promise.all(rules.map((rule) => untilSettled(access, questionFor(user, groups, rule, scope), expected)));
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
      // Where namespaces are lent they are lent at once.
      if (namespaces > namespaceCount)
        throw new Error(`there is no namespace for "${label}": the scenario says that it needs ${namespaceCount}`);
      const lent = lentNamespaces?.[namespaces - 1];
      if (lent !== undefined) return lent;
      const other = `ns-${names.of(label)}`;
      await access.createNamespace(other);
      return other;
    },
  };
};
