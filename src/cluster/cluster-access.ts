import { object, text, type Json } from '../clients/json-response.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { createNamespace } from './create-namespace.ts';
import { bindingObject, rbacPath, roleObject, type RbacScope, type Rule, type Subject } from './rule.ts';
import { sendRequest } from './send-request.ts';

/** The attributes of a SubjectAccessReview; an absent namespace or name means all. */
export interface AccessQuestion {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Creates namespaces, accounts and permissions as the cluster's administrator. Throws a RefusedError. */
export interface ClusterAccess {
  createNamespace(name: string): Promise<void>;
  createServiceAccount(namespace: string, name: string): Promise<void>;
  /** A token of a service account. The default audience is the API server itself. */
  requestToken(namespace: string, name: string, audience?: string): Promise<string>;
  createRole(name: string, rules: readonly Rule[], subject: Subject, scope: RbacScope): Promise<void>;
  removeRole(name: string, scope: RbacScope): Promise<void>;
  /** Whether the API server's authorizer allows it. */
  mayDo(question: AccessQuestion): Promise<boolean>;
}

/** Bindings reach the authorizer by a watch, nearly at once. */
const settlingMs = 10_000;
const intervalMs = 10;

/** Waits until the API server's authorizer gives the expected answer after a change of permissions. */
export const untilSettled = async (
  access: ClusterAccess,
  question: AccessQuestion,
  expected: boolean,
): Promise<void> => {
  const { user, verb, resource } = question;
  await waitUntil({
    name: `${user} ${expected ? 'may' : 'may not'} ${verb} ${resource} after the roles were changed`,
    deadlineMs: settlingMs,
    intervalMs,
    look: async () => {
      const allowed = await access.mayDo(question);
      return allowed === expected ? { done: undefined } : { observed: allowed ? 'allowed' : 'not allowed' };
    },
  });
};

/**
 * `recorded` creates the objects that a reproduction needs: namespaces, accounts and roles. `silent` requests tokens and
 * reviews, which a reproduction leaves out.
 */
export const clusterAccess = (recorded: KubernetesClient, silent: KubernetesClient): ClusterAccess => {
  const create = (path: string, body: Json) => sendRequest(recorded, { method: 'POST', path, body, accepted: [201] });
  const accounts = (namespace: string) => `/api/v1/namespaces/${namespace}/serviceaccounts`;
  return {
    createNamespace: (name) => createNamespace(recorded, name),
    createServiceAccount: async (namespace, name) => {
      await create(accounts(namespace), { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    },
    requestToken: async (namespace, name, audience) => {
      const body = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600, ...(audience !== undefined && { audiences: [audience] }) },
      };
      const path = `${accounts(namespace)}/${name}/token`;
      const answer = await sendRequest(silent, { method: 'POST', path, body, accepted: [201] });
      return text(object(answer, 'status'), 'token');
    },
    createRole: async (name, rules, subject, scope) => {
      await create(rbacPath('role', scope), roleObject(name, rules, scope));
      await create(rbacPath('rolebinding', scope), bindingObject(name, subject, scope));
    },
    removeRole: async (name, scope) => {
      for (const kind of ['rolebinding', 'role'] as const)
        await sendRequest(recorded, { method: 'DELETE', path: rbacPath(kind, scope, name), accepted: [200] });
    },
    mayDo: async ({ user, groups, ...attributes }) => {
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user,
          groups,
          resourceAttributes: { group: 'pipelines.kubeflow.org', version: 'v2beta1', ...attributes },
        },
      };
      const purpose = `reviewing whether ${user} may ${attributes.verb} ${attributes.resource}`;
      const answer = await sendRequest(silent, { method: 'POST', path, body, accepted: [201], purpose });
      return object(answer, 'status')['allowed'] === true;
    },
  };
};
