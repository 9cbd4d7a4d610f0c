import { NoAnswerError, type HttpResponse } from '../../clients/exchange.ts';
import { httpSender, type Connection } from '../../clients/http.ts';
import { jsonOf, objects, text, type Json } from '../../clients/json-response.ts';
import { EnvironmentError } from '../environment-error.ts';

/** The Kubernetes API of the installation, as whom the kubeconfig names. Nothing is repeated or recorded. */
export interface ClusterClient {
  readonly connection: Connection;
  call(method: string, target: string, body?: Json): Promise<HttpResponse>;
  /** The object, or undefined where there is none or the API server does not know its kind. Throws an EnvironmentError. */
  get(target: string): Promise<Json | undefined>;
  /** Every object of a collection, page by page; undefined where its kind is not served. Throws an EnvironmentError. */
  list(target: string): Promise<readonly Json[] | undefined>;
}

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

export const refusal = (what: string, { status, body }: HttpResponse): EnvironmentError =>
  new EnvironmentError(`${what}: the Kubernetes API answered ${status}: ${body.slice(0, 500)}`);

export const clusterClient = (connection: Connection): ClusterClient => {
  const send = httpSender('kubernetes', connection, { record: () => {}, timeoutMs });
  const call: ClusterClient['call'] = async (method, target, body) => {
    try {
      return await send({
        method,
        target,
        headers: {
          accept: 'application/json',
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
  const get: ClusterClient['get'] = async (target) => {
    const answer = await call('GET', target);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal(`reading ${target}`, answer);
    return jsonOf(answer);
  };
  return {
    connection,
    call,
    get,
    list: async (target) => {
      const items: Json[] = [];
      let token = '';
      do {
        const query = new URLSearchParams({ limit: String(pageSize), ...(token !== '' && { continue: token }) });
        const page = await get(`${target}${target.includes('?') ? '&' : '?'}${query.toString()}`);
        if (page === undefined) return undefined;
        items.push(...objects(page, 'items'));
        token = text((page['metadata'] ?? {}) as Json, 'continue');
      } while (token !== '');
      return items;
    },
  };
};
