import { NoAnswerError, UnusableAnswerError, type ReceivedResponse } from '../contract/exchange.ts';
import { httpSender } from '../clients/http.ts';
import type { Connection } from '../clients/connection.ts';
import { itemsOf, jsonObject, object, text, type Json } from '../clients/json-response.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from '../waiting/slowness.ts';
import { objectPath } from './object-path.ts';
import { RefusedError } from './refused-error.ts';
import { sendRequest, type RequestSender } from './send-request.ts';

/** Query parameters of a list: `labelSelector`, `fieldSelector`. */
export type ListQuery = Readonly<Record<string, string>>;

/**
 * The harness's own client of the Kubernetes API. It neither retries nor records requests. Every method throws an
 * EnvironmentError if there is no answer. Every method but `call` throws a RefusedError if the answer has an unexpected
 * status, and an UnusableAnswerError, also an EnvironmentError, if a success is no object or no list.
 */
export interface ClusterClient extends RequestSender {
  readonly connection: Connection;
  /** Sends one request and returns the answer with any status. A PATCH is a merge patch unless `contentType` says otherwise. */
  call(method: string, path: string, body?: Json, contentType?: string): Promise<ReceivedResponse>;
  /** The object, or undefined if it does not exist or the API server does not serve its kind. */
  get(path: string): Promise<Json | undefined>;
  /** Every object of a collection, page by page; undefined if its kind is not served. `collection` is a path without query. */
  list(collection: string, query?: ListQuery): Promise<readonly Json[] | undefined>;
  /** The metadata of every object of a collection, page by page, for collections that do not fit into memory. */
  metadataPages(collection: string): AsyncIterable<readonly Json[]>;
  /** Like `list`, with only the metadata of each object. */
  listMetadata(collection: string, query?: ListQuery): Promise<readonly Json[] | undefined>;
  /** Creates an object and returns it as created. `purpose` begins the message of a refusal. */
  create(collection: string, body: Json, purpose?: string): Promise<Json>;
  /** Creates an object, or changes the existing one to match, by server-side apply. */
  apply(resource: Json): Promise<Json>;
  /** Changes an object by a merge patch. */
  patch(path: string, change: Json): Promise<Json>;
  /** Deletes an object or a collection if it exists. With `gracePeriodSeconds: 0` a pod is deleted at once. */
  delete(path: string, options?: { readonly gracePeriodSeconds: number }): Promise<void>;
}

const json = 'application/json';
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const mergePatch = 'application/merge-patch+json';
const serverSideApply = 'application/apply-patch+yaml';

const defaultTimeoutMs = 30_000;
const pageSize = 500;

/** Adds a remedy to a connection failure. Any other error is a defect of the harness and stays unchanged. */
const withRemedy = ({ origin }: Connection, cause: unknown): unknown => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const isTls = code !== undefined && /CERT|TLS|SSL|SIGNATURE/.test(code);
  if (!isTls && !(cause instanceof NoAnswerError)) return cause;
  const remedy = isTls
    ? 'does the kubeconfig contain the certificate authority of this cluster?'
    : 'is the cluster running, and reachable from this machine?';
  return new EnvironmentError(`the Kubernetes API at ${origin}: ${message}; ${remedy}`, { cause });
};

/** An answer of status 200, and its object. */
interface Received {
  readonly answer: ReceivedResponse;
  readonly found: Json;
}

const queryOf = (query: ListQuery, token: string): string =>
  new URLSearchParams({ ...query, limit: String(pageSize), ...(token !== '' && { continue: token }) }).toString();

/** `timeoutMs` limits one answer, 30 s by default; a slower machine gets more. */
export const clusterClient = (
  connection: Connection,
  { timeoutMs = defaultTimeoutMs }: { readonly timeoutMs?: number } = {},
): ClusterClient => {
  const send = httpSender('kubernetes', connection, { record: () => {}, timeoutMs: patience(timeoutMs) });
  const request = async (
    method: string,
    target: string,
    headers: Readonly<Record<string, string>>,
    body?: Json,
  ): Promise<ReceivedResponse> => {
    try {
      return await send({ method, target, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    } catch (cause) {
      throw withRemedy(connection, cause);
    }
  };
  const call: ClusterClient['call'] = (method, path, body, contentType = method === 'PATCH' ? mergePatch : json) =>
    request(method, path, { accept: json, ...(body !== undefined && { 'content-type': contentType }) }, body);
  const read = async (path: string, accept: string): Promise<Received | undefined> => {
    const answer = await request('GET', path, { accept });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new RefusedError({ method: 'GET', path }, answer);
    // Not `jsonOf`: the answer of /version has no kind.
    const found = jsonObject(answer.body);
    if (found === undefined) throw new UnusableAnswerError(answer, 'a JSON object');
    return { answer, found };
  };
  /** Yields undefined if the kind is not served. */
  async function* pages(
    collection: string,
    query: ListQuery,
    accept: string,
  ): AsyncGenerator<readonly Json[] | undefined> {
    let token = '';
    do {
      const page = await read(`${collection}?${queryOf(query, token)}`, accept);
      yield page && itemsOf(page.answer, 'items');
      token = page === undefined ? '' : text(object(page.found, 'metadata'), 'continue');
    } while (token !== '');
  }
  const list = async (collection: string, query: ListQuery, accept: string): Promise<readonly Json[] | undefined> => {
    const items: Json[] = [];
    for await (const page of pages(collection, query, accept)) {
      if (page === undefined) return undefined;
      items.push(...page);
    }
    return items;
  };
  const sender = { call };
  return {
    connection,
    call,
    get: async (path) => (await read(path, json))?.found,
    list: (collection, query = {}) => list(collection, query, json),
    metadataPages: async function* (collection) {
      for await (const page of pages(collection, {}, metadataOnly)) yield page ?? [];
    },
    listMetadata: (collection, query = {}) => list(collection, query, metadataOnly),
    create: (path, body, purpose) =>
      sendRequest(sender, {
        method: 'POST',
        path,
        body,
        accepted: [201],
        ...(purpose !== undefined && { purpose }),
      }),
    apply: (resource) =>
      sendRequest(sender, {
        method: 'PATCH',
        path: `${objectPath(resource)}?fieldManager=kfp-conformance&force=true`,
        body: resource,
        contentType: serverSideApply,
        accepted: [200, 201],
      }),
    patch: (path, body) => sendRequest(sender, { method: 'PATCH', path, body, accepted: [200] }),
    delete: async (path, options) => {
      await sendRequest(sender, {
        method: 'DELETE',
        path,
        accepted: [200, 202, 404],
        ...(options !== undefined && { body: { ...options } }),
      });
    },
  };
};
