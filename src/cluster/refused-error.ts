import type { HttpResponse } from '../contract/exchange.ts';
import { EnvironmentError } from '../failures/environment-error.ts';

/** The request that an answer belongs to. */
export interface RefusedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** For the message, where method and path do not say it: `creating namespace team-a`. */
  readonly purpose?: string;
}

const excerptLength = 500;

/** The Kubernetes API answered with a status other than those that were expected. */
export class RefusedError extends EnvironmentError {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The beginning of the answer's body. */
  readonly excerpt: string;

  constructor({ method, path, purpose }: RefusedRequest, { status, body }: Pick<HttpResponse, 'status' | 'body'>) {
    const excerpt = body.slice(0, excerptLength);
    super(
      `${purpose === undefined ? '' : `${purpose}: `}the Kubernetes API answered ${method} ${path} with ${status}: ${excerpt}`,
    );
    this.name = 'RefusedError';
    this.method = method;
    this.path = path;
    this.status = status;
    this.excerpt = excerpt;
  }
}

/** The result of a request, or undefined where the user may not make it. */
export const unlessForbidden = async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof RefusedError && cause.status === 403) return undefined;
    throw cause;
  }
};
