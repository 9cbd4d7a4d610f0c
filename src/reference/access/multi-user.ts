import { requiredAccess, type AccessRules, type ResourceAttributes } from './access-attributes.ts';
import type { AccessReviews } from './access-reviews.ts';
import type { Caller } from './caller.ts';
import { unauthenticated, readCredentials } from './credentials.ts';
import type { MultiUserConfiguration } from './multi-user-configuration.ts';
import { isNamespaceName } from '../model/namespace-name.ts';
import { ApiError } from '../ground/api-error.ts';
import type { Tenancy } from './tenancy.ts';

const denial = ({ user }: Caller, { verb, resource, group, namespace, name }: ResourceAttributes): string => {
  const what = name === undefined ? `${resource}.${group}` : `${resource}.${group} ${JSON.stringify(name)}`;
  const where = namespace === undefined ? 'in the cluster' : `in the namespace ${JSON.stringify(namespace)}`;
  return `User ${JSON.stringify(user)} may not ${verb} ${what} ${where}.`;
};

/** The multi-user server: the Kubernetes API decides about the rights of every user. */
export const multiUser = (
  configuration: MultiUserConfiguration,
  rules: AccessRules,
  reviews: AccessReviews,
): Tenancy => {
  const { identity, sharedRead, requireNamespace, sharedPipelines, sharedNamespace } = configuration;
  const withoutNamespace = rules.store === 'kubernetes' && sharedPipelines === 'namespace' ? sharedNamespace : '';
  return {
    multiUser: true,
    reviewsVersions: rules.store === 'kubernetes',

    async identify({ method, rawHeaders }) {
      if (sharedRead && (method === 'GET' || method === 'HEAD')) return undefined;
      const credentials = readCredentials(rawHeaders, identity);
      if (credentials.kind === 'user') return credentials.caller;
      const caller = await reviews.callerOf(credentials.token);
      if (caller) return caller;
      throw unauthenticated(`the bearer token is not valid for the audience ${identity.audience}`);
    },

    namespaceFor(requested) {
      // KFP's clients send "-" where they cannot omit the namespace.
      if (requested === '' || requested === '-') {
        if (!requireNamespace) return withoutNamespace;
        throw new ApiError('invalid', 'Expected a namespace: this server serves no pipelines without one.');
      }
      if (isNamespaceName(requested)) return requested;
      throw new ApiError(
        'invalid',
        'Expected the namespace to be a name of a Kubernetes namespace: at most 63 characters of a-z, 0-9 and -.',
      );
    },

    async authorize(caller, action) {
      if (sharedRead && (action.verb === 'get' || action.verb === 'list')) return;
      if (!caller) throw unauthenticated('this needs an identity');
      const required = requiredAccess(action, rules);
      const decisions = await Promise.all(required.map((attributes) => reviews.isAllowed(caller, attributes)));
      const denied = required.find((_attributes, index) => !decisions[index]);
      if (denied) throw new ApiError('forbidden', denial(caller, denied));
    },
  };
};
