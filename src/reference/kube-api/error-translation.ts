import { KubernetesError } from './kubernetes-error.ts';
import { ApiError } from '../ground/api-error.ts';

/**
 * Requests above the limits of etcd (1.5 MiB) and of its client (2 MiB) fail with status 500, but the request is at
 * fault.
 */
const tooLarge = /request is too large|message larger than max/i;

/** The ApiError for a failed request to the Kubernetes API; other errors are returned unchanged. */
export const apiErrorFor = (error: unknown): unknown => {
  if (!(error instanceof KubernetesError)) return error;
  const { status, message } = error;
  const options = { cause: error };
  if (status === 400 || status === 422) return new ApiError('invalid', message, options);
  if (status === 413 || tooLarge.test(message)) {
    return new ApiError('invalid', `The definition is larger than the Kubernetes API stores: ${message}`, options);
  }
  // Admission policies and quotas answer 403, and so does RBAC when the server's own account lacks rights.
  if (status === 403) return new ApiError('forbidden', message, options);
  if (status === 409)
    return new ApiError(error.reason === 'AlreadyExists' ? 'already-exists' : 'conflict', message, options);
  if (status === 404) {
    return new ApiError(
      'unavailable',
      `The Kubernetes API does not serve ${error.request}: install the CRDs and create the namespace`,
      options,
    );
  }
  if (status === 401)
    return new ApiError('unavailable', `The Kubernetes API does not know this server: ${message}`, options);
  return new ApiError('unavailable', `The Kubernetes API refused or did not answer: ${message}`, options);
};

/** Awaits a step and translates its errors. */
export const translateErrors = async <Result>(step: Promise<Result>): Promise<Result> => {
  try {
    return await step;
  } catch (error) {
    throw apiErrorFor(error);
  }
};
