import type { HttpResponse } from '../contract/exchange.ts';
import { EnvironmentError } from '../failures/environment-error.ts';

/** The request that was refused. */
export interface RefusedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The first part of the message, if method and path are not clear enough: `creating namespace team-a`. */
  readonly purpose?: string;
}

const excerptLength = 500;

/** The Kubernetes API answered with an unexpected status. */
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

/** The result of a request, or undefined if the answer is 403. */
export const unlessForbidden = async <Value>(result: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await result;
  } catch (cause) {
    if (cause instanceof RefusedError && cause.status === 403) return undefined;
    throw cause;
  }
};
