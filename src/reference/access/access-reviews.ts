import type { ResourceAttributes } from './access-attributes.ts';
import { authenticatedGroup, type Caller } from './caller.ts';
import type { ApiRequest, KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { KubernetesError } from '../kube-api/kubernetes-error.ts';
import type { Log } from '../ground/log.ts';
import { ApiError } from '../ground/api-error.ts';

/** Authentication and authorization by the Kubernetes API. */
export interface AccessReviews {
  /** The user of a token; undefined for an invalid token and for one issued for another audience. */
  callerOf(token: string): Promise<Caller | undefined>;
  isAllowed(caller: Caller, attributes: ResourceAttributes): Promise<boolean>;
}

/**
 * A review without an answer fails the request, so this bounds how long a caller waits for a hanging cluster (SEC-17).
 */
const reviewTimeoutMs = 7_000;

/** Unauthenticated callers can send tokens, so token reviews must not use up the connections of authenticated ones. */
export interface ReviewConnections {
  readonly tokens: KubernetesApi;
  readonly access: KubernetesApi;
}

interface TokenReviewStatus {
  readonly authenticated?: boolean;
  readonly audiences?: readonly string[];
  readonly user?: {
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
}

interface AccessReviewStatus {
  readonly allowed?: boolean;
  readonly denied?: boolean;
  readonly evaluationError?: string;
}

/** The part of the cause that the caller may see; the log has the rest. */
const describeFailure = (cause: unknown): string => {
  if (!(cause instanceof KubernetesError)) return 'did not decide';
  return cause.status === 0 ? 'gave no answer' : `answered ${cause.status}`;
};

const undecided = (cause: unknown): ApiError => {
  const message = `Access could not be reviewed, because the Kubernetes API ${describeFailure(cause)}; try again later.`;
  return new ApiError('unavailable', message, { cause });
};

/**
 * TokenReview and SubjectAccessReview, one request each. Throws an `unavailable` ApiError when no decision arrives in
 * time, so that access is never granted by default. Neither the log nor the error contains the token.
 */
export const kubernetesReviews = ({ tokens, access }: ReviewConnections, audience: string, log: Log): AccessReviews => {
  const review = async <Status>(
    api: KubernetesApi,
    kind: string,
    path: string,
    apiVersion: string,
    spec: object,
  ): Promise<Status> => {
    const request: ApiRequest = {
      method: 'POST',
      path,
      body: { apiVersion, kind, spec },
      timeoutMs: reviewTimeoutMs,
    };
    try {
      const answer = (await api.request(request)) as { readonly status?: Status | null };
      if (typeof answer.status === 'object' && answer.status !== null) return answer.status;
      throw new Error(`expected a ${kind} with a status, got none`);
    } catch (cause) {
      log.warn(`${kind}: ${cause instanceof Error ? cause.message : String(cause)}`);
      throw undecided(cause);
    }
  };

  return {
    async callerOf(token) {
      const { authenticated, audiences, user } = await review<TokenReviewStatus>(
        tokens,
        'TokenReview',
        '/apis/authentication.k8s.io/v1/tokenreviews',
        'authentication.k8s.io/v1',
        { token, audiences: [audience] },
      );
      // An authenticator without support for audiences omits them: its tokens are for the Kubernetes API, not for this
      // server.
      if (authenticated !== true || !user?.username || !audiences?.includes(audience)) return undefined;
      const { username, uid, groups = [], extra } = user;
      return {
        user: username,
        groups: [...new Set([...groups, authenticatedGroup])],
        ...(uid ? { uid } : {}),
        ...(extra ? { extra } : {}),
      };
    },

    async isAllowed({ user, groups, uid, extra }, resourceAttributes) {
      const spec = { user, groups, ...(uid ? { uid } : {}), ...(extra ? { extra } : {}), resourceAttributes };
      const { allowed, denied, evaluationError } = await review<AccessReviewStatus>(
        access,
        'SubjectAccessReview',
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        'authorization.k8s.io/v1',
        spec,
      );
      if (allowed === true && denied !== true) return true;
      // This is not a decision; an authorization webhook may be down, for instance.
      if (denied !== true && evaluationError) {
        log.warn(`SubjectAccessReview: ${evaluationError}`);
        throw undecided(new Error(evaluationError));
      }
      return false;
    },
  };
};
