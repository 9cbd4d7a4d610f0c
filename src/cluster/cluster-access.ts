import { jsonOf, object, text, type Json } from '../clients/json-response.ts';
import type { HttpResponse } from '../contract/exchange.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { bindingObject, rbacPath, roleObject, type RbacScope, type Rule, type Subject } from './rule.ts';
import { patience } from '../waiting/slowness.ts';

/** What the API server is asked about a user; absent parts mean all, as in a SubjectAccessReview. */
export interface AccessQuestion {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Namespaces, people and their rights, made by the cluster's administrator. Throws an EnvironmentError when refused. */
export interface ClusterAccess {
  createNamespace(name: string): Promise<void>;
  createServiceAccount(namespace: string, name: string): Promise<void>;
  /** A token of a service account, for an audience; absent: the API server itself. */
  requestToken(namespace: string, name: string, audience?: string): Promise<string>;
  createRole(name: string, rules: readonly Rule[], subject: Subject, scope: RbacScope): Promise<void>;
  removeRole(name: string, scope: RbacScope): Promise<void>;
  /** What the API server's own authorizer says. */
  mayDo(question: AccessQuestion): Promise<boolean>;
}

/** Bindings reach the authorizer by a watch: at once, or nearly. */
const settlingMs = 10_000;
const pollMs = 10;

/** Waits until the authorizer of the API server answers as it should after a change of rights. */
export const untilSettled = async (
  access: ClusterAccess,
  question: AccessQuestion,
  expected: boolean,
): Promise<void> => {
  const limitMs = patience(settlingMs);
  const deadline = performance.now() + limitMs;
  while ((await access.mayDo(question)) !== expected) {
    if (performance.now() > deadline)
      throw new EnvironmentError(
        `${question.user} ${expected ? 'may not' : 'may still'} ${question.verb} ${question.resource} ${limitMs / 1000} s after the roles were changed`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

/**
 * `recorded` makes what belongs into a reproduction (namespaces, accounts, roles); `silent` asks for tokens and reviews,
 * which do not.
 */
export const clusterAccess = (recorded: KubernetesClient, silent: KubernetesClient): ClusterAccess => {
  const must = async (what: string, answer: Promise<HttpResponse>, accepted: readonly number[]): Promise<Json> => {
    const response = await answer;
    if (!accepted.includes(response.status))
      throw new EnvironmentError(
        `${what}: the Kubernetes API answered ${response.status}: ${response.body.slice(0, 500)}`,
      );
    return jsonOf(response);
  };
  const create = (path: string, resource: Json) =>
    must(`creating ${path}`, recorded.call('POST', path, resource), [201]);
  const accounts = (namespace: string) => `/api/v1/namespaces/${namespace}/serviceaccounts`;
  return {
    createNamespace: async (name) => {
      await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    },
    createServiceAccount: async (namespace, name) => {
      await create(accounts(namespace), { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    },
    requestToken: async (namespace, name, audience) => {
      const request = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600, ...(audience !== undefined && { audiences: [audience] }) },
      };
      const path = `${accounts(namespace)}/${name}/token`;
      const answer = await must(`asking for a token of ${name}`, silent.call('POST', path, request), [201]);
      return text(object(answer, 'status'), 'token');
    },
    createRole: async (name, rules, subject, scope) => {
      await create(rbacPath('role', scope), roleObject(name, rules, scope));
      await create(rbacPath('rolebinding', scope), bindingObject(name, subject, scope));
    },
    removeRole: async (name, scope) => {
      for (const kind of ['rolebinding', 'role'] as const)
        await must(`removing ${kind} ${name}`, recorded.call('DELETE', rbacPath(kind, scope, name)), [200]);
    },
    mayDo: async ({ user, groups, ...attributes }) => {
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user,
          groups,
          resourceAttributes: { group: 'pipelines.kubeflow.org', version: 'v2beta1', ...attributes },
        },
      };
      const answer = await must(`reviewing what ${user} may do`, silent.call('POST', path, review), [201]);
      return object(answer, 'status')['allowed'] === true;
    },
  };
};
