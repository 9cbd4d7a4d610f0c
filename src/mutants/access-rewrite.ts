import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { jsonOf, object, text, type Json } from '../clients/json-response.ts';

type Headers = HttpRequest['headers'];

/** Something that a target was seen to show to somebody who may see it. */
export interface Sighting {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** Of a version; else `''`. */
  readonly pipelineId: string;
  /** By which whoever saw it on REST was known; absent for what was seen on the Kubernetes API only. */
  readonly headers?: Headers;
}

/** What a defective server could show to anybody. */
export interface Memory {
  /** By the id of a pipeline or of a version. */
  readonly byId: ReadonlyMap<string, Sighting>;
}

const identities = ['kubeflow-userid', 'authorization'];

/** The headers that name the user of a request, whatever the capitals. */
export const identityOf = ({ headers }: HttpRequest): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => identities.includes(name.toLowerCase())));

/** Whoever is named by nothing here is named below the mutants: the owner of the namespace. */
const seer = (request: HttpRequest, namespace: string): Headers => {
  const headers = identityOf(request);
  return Object.keys(headers).length === 0
    ? { 'kubeflow-userid': `system:serviceaccount:${namespace}:owner` }
    : headers;
};

const seenOnRest = (request: HttpRequest, json: Json): Sighting | undefined => {
  const pipelineId = text(json, 'pipeline_id');
  const versionId = text(json, 'pipeline_version_id');
  const namespace = text(json, 'namespace');
  const headers = seer(request, namespace);
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

/** The defect of a server that knows what is there and forgets who asks: it answers otherwise on REST, in view of what it has shown. */
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
      const seen = surface === 'rest' ? seenOnRest(request, jsonOf(answer)) : seenOnKubernetes(jsonOf(answer));
      if (seen !== undefined) byId.set(seen.id, { ...byId.get(seen.id), ...seen });
    }
    return surface === 'rest' ? react({ byId }, request, answer, send) : answer;
  };
};

/** The request as somebody else would send it. */
export const askedBy = (request: HttpRequest, headers: Headers | undefined, target = request.target): HttpRequest => ({
  ...request,
  target,
  headers: {
    ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !identities.includes(name.toLowerCase()))),
    ...headers,
  },
});

/** Whether it is refused for who asks, or as not there. */
export const isRefused = ({ status }: HttpResponse): boolean => [401, 403, 404].includes(status);

/** The value of the user header, as long as it is there. */
export const userOf = ({ headers }: HttpRequest): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'kubeflow-userid')?.[1];

/** The namespace parameter of a request, undefined where it has none. */
export const namespaceOf = ({ target }: HttpRequest): string | undefined =>
  new URL(target, 'http://kfp').searchParams.get('namespace') ?? undefined;

/** A path with other parameters. */
export const withParameters = (target: string, change: (parameters: URLSearchParams) => void): string => {
  const [path = '', query = ''] = target.split('?');
  const parameters = new URLSearchParams(query);
  change(parameters);
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
};
