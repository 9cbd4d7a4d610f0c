import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';

/** The label of every object that a run creates in an existing cluster: `kfp-conformance/run=<id>`. */
export const runLabel = 'kfp-conformance/run';

/** The kinds that a scenario creates around its target. Pipelines are under test, so they stay unchanged. */
const labelledKinds: ReadonlySet<unknown> = new Set([
  'Namespace',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
]);

const documentOf = (body: HttpRequest['body']): Json | undefined => {
  try {
    return typeof body === 'string' ? (JSON.parse(body) as Json) : undefined;
  } catch {
    // The API server would not create an object from this body either.
    return undefined;
  }
};

/**
 * A request with labels on the object that it creates, by which the objects of a run are found and removed no matter which
 * user created them and how the run ended.
 */
export const withOwnLabels =
  (labels: Readonly<Record<string, string>>) =>
  (request: HttpRequest): HttpRequest => {
    const created = request.method === 'POST' ? documentOf(request.body) : undefined;
    if (created === undefined || !labelledKinds.has(created['kind'])) return request;
    const metadata = object(created, 'metadata');
    const labelled = { ...created, metadata: { ...metadata, labels: { ...object(metadata, 'labels'), ...labels } } };
    return { ...request, body: JSON.stringify(labelled) };
  };

/** The exchange without the label of the run: an object of a reproduction must not look like a leftover of this run. */
export const withoutRunLabel = (exchange: Exchange): Exchange => {
  const { request } = exchange;
  const created = documentOf(request.body);
  const { [runLabel]: run, ...labels } = object(object(created ?? {}, 'metadata'), 'labels');
  if (created === undefined || run === undefined) return exchange;
  const { labels: _all, ...metadata } = object(created, 'metadata');
  const unlabelled = { ...created, metadata: { ...metadata, ...(Object.keys(labels).length > 0 && { labels }) } };
  return { ...exchange, request: { ...request, body: JSON.stringify(unlabelled) } };
};
