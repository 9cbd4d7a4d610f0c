import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { object, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';

type Headers = HttpRequest['headers'];

/** An object that the target returned to an authorized user. */
export interface Sighting {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** The pipeline of a version; else `''`. */
  readonly pipelineId: string;
  /**
   * The identity headers of the REST request that returned it; absent if it was returned by the Kubernetes API only.
   */
  readonly headers?: Headers;
}

/** All objects seen so far, which a defective server could return to anyone. */
export interface Memory {
  /** By pipeline or version id. */
  readonly byId: ReadonlyMap<string, Sighting>;
}

const identities = ['kubeflow-userid', 'authorization'];

/** The headers that identify the user of a request, with names in any case. */
export const identityOf = ({ headers }: HttpRequest): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => identities.includes(name.toLowerCase())));

/** Requests without identity headers get those of the namespace owner after interception. */
const viewerHeaders = (request: HttpRequest, namespace: string): Headers => {
  const headers = identityOf(request);
  return Object.keys(headers).length === 0
    ? { 'kubeflow-userid': `system:serviceaccount:${namespace}:owner` }
    : headers;
};

const seenOnRest = (request: HttpRequest, json: Json): Sighting | undefined => {
  const pipelineId = text(json, 'pipeline_id');
  const versionId = text(json, 'pipeline_version_id');
  const namespace = text(json, 'namespace');
  const headers = viewerHeaders(request, namespace);
  if (pipelineId === '' || 'pipelines' in json) return undefined;
  return versionId === ''
    ? { id: pipelineId, name: text(json, 'name'), namespace, pipelineId: '', headers }
    : { id: versionId, name: text(json, 'name'), namespace, pipelineId, headers };
};

const seenOnKubernetes = (json: Json): Sighting | undefined => {
  const metadata = object(json, 'metadata');
  const id = text(metadata, 'uid');
  if (id === '') return undefined;
  return { id, name: text(metadata, 'name'), namespace: text(metadata, 'namespace'), pipelineId: '' };
};

/** A server that ignores the identity of the user: `react` changes its REST answers, given the objects seen so far. */
export const remembering = (
  react: (
    memory: Memory,
    request: HttpRequest,
    answer: HttpResponse,
    send: (request: HttpRequest) => Promise<HttpResponse>,
  ) => Promise<HttpResponse> | HttpResponse,
): Interceptor => {
  const byId = new Map<string, Sighting>();
  return async (request, send, surface) => {
    const answer = await send(request);
    if (answer.status < 300) {
      const seen = surface === 'rest' ? seenOnRest(request, jsonIn(answer)) : seenOnKubernetes(jsonIn(answer));
      if (seen !== undefined) byId.set(seen.id, { ...byId.get(seen.id), ...seen });
    }
    return surface === 'rest' ? react({ byId }, request, answer, send) : answer;
  };
};

/** The request with the identity of another user. */
export const askedBy = (request: HttpRequest, headers: Headers | undefined, target = request.target): HttpRequest => ({
  ...request,
  target,
  headers: {
    ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !identities.includes(name.toLowerCase()))),
    ...headers,
  },
});

/** Whether a request was rejected because of its user, or answered with 404. */
export const isRefused = ({ status }: HttpResponse): boolean => [401, 403, 404].includes(status);

/** The value of the user header, if present. */
export const userOf = ({ headers }: HttpRequest): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'kubeflow-userid')?.[1];

/** The namespace parameter of a request, if present. */
export const namespaceOf = ({ target }: HttpRequest): string | undefined =>
  new URL(target, 'http://kfp').searchParams.get('namespace') ?? undefined;

/** A request target with changed query parameters. */
export const withParameters = (target: string, change: (parameters: URLSearchParams) => void): string => {
  const [path = '', query = ''] = target.split('?');
  const parameters = new URLSearchParams(query);
  change(parameters);
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
};
