import { NoAnswerError, type HttpResponse } from '../contract/exchange.ts';
import { httpSender } from '../clients/http.ts';
import type { Connection } from '../clients/connection.ts';
import { jsonOf, object, objects, text, type Json } from '../clients/json-response.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from '../waiting/slowness.ts';

/** The Kubernetes API of the installation, as whom the kubeconfig names. Nothing is repeated or recorded. */
export interface ClusterClient {
  readonly connection: Connection;
  call(method: string, target: string, body?: Json, accept?: string): Promise<HttpResponse>;
  /** The object, or undefined where there is none or the API server does not know its kind. Throws an EnvironmentError. */
  get(target: string): Promise<Json | undefined>;
  /** Every object of a collection, page by page; undefined where its kind is not served. Throws an EnvironmentError. */
  list(target: string): Promise<readonly Json[] | undefined>;
  /** The same with nothing of each object but its metadata. */
  listMetadata(target: string): Promise<readonly Json[] | undefined>;
}

const whole = 'application/json';
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

const timeoutMs = 30_000;
const pageSize = 500;

const explained = ({ origin }: Connection, cause: unknown): unknown => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const isTls = code !== undefined && /CERT|TLS|SSL|SIGNATURE/.test(code);
  if (!isTls && !(cause instanceof NoAnswerError)) return cause;
  const remedy = isTls
    ? 'does the kubeconfig hold the authority of this cluster?'
    : 'is the cluster up, and reached from here?';
  return new EnvironmentError(`the Kubernetes API at ${origin}: ${message}; ${remedy}`, { cause });
};

/** The Kubernetes API answered, and did not do what was asked. */
export class RefusedError extends EnvironmentError {
  readonly status: number;

  constructor(what: string, { status, body }: HttpResponse) {
    super(`${what}: the Kubernetes API answered ${status}: ${body.slice(0, 500)}`);
    this.name = 'RefusedError';
    this.status = status;
  }
}

/** What one looks for, or undefined where one may not look. */
export const unlessForbidden = async <Value>(looking: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await looking;
  } catch (cause) {
    if (cause instanceof RefusedError && cause.status === 403) return undefined;
    throw cause;
  }
};

export const clusterClient = (connection: Connection): ClusterClient => {
  const send = httpSender('kubernetes', connection, { record: () => {}, timeoutMs: patience(timeoutMs) });
  const call: ClusterClient['call'] = async (method, target, body, accept = whole) => {
    try {
      return await send({
        method,
        target,
        headers: {
          accept,
          ...(body !== undefined && {
            'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
          }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw explained(connection, cause);
    }
  };
  const read = async (target: string, accept: string): Promise<Json | undefined> => {
    const answer = await call('GET', target, undefined, accept);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new RefusedError(`reading ${target}`, answer);
    return jsonOf(answer);
  };
  const list = async (target: string, accept: string): Promise<readonly Json[] | undefined> => {
    const items: Json[] = [];
    let token = '';
    do {
      const query = new URLSearchParams({ limit: String(pageSize), ...(token !== '' && { continue: token }) });
      const page = await read(`${target}${target.includes('?') ? '&' : '?'}${query.toString()}`, accept);
      if (page === undefined) return undefined;
      items.push(...objects(page, 'items'));
      token = text(object(page, 'metadata'), 'continue');
    } while (token !== '');
    return items;
  };
  return {
    connection,
    call,
    get: (target) => read(target, whole),
    list: (target) => list(target, whole),
    listMetadata: (target) => list(target, metadataOnly),
  };
};
