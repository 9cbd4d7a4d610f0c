import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';

/** The label of everything that a run makes in a cluster that is not its own: `kfp-conformance/run=<id>`. */
export const runLabel = 'kfp-conformance/run';

/** What a scenario makes around its target. Pipelines are its subject, and stay as it makes them. */
const labelled: ReadonlySet<unknown> = new Set([
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
    // No object that the API server would make.
    return undefined;
  }
};

/**
 * A request with labels on the object that it makes, by which everything of a run is found and removed whoever made it and
 * however the run ended.
 */
export const withOwnLabels =
  (labels: Readonly<Record<string, string>>) =>
  (request: HttpRequest): HttpRequest => {
    const made = request.method === 'POST' ? documentOf(request.body) : undefined;
    if (made === undefined || !labelled.has(made['kind'])) return request;
    const metadata = object(made, 'metadata');
    const whole = { ...made, metadata: { ...metadata, labels: { ...object(metadata, 'labels'), ...labels } } };
    return { ...request, body: JSON.stringify(whole) };
  };

/** The exchange as another run would make it: a reproduction is not to be taken for something that this run has left. */
export const withoutRunLabel = (exchange: Exchange): Exchange => {
  const { request } = exchange;
  const made = documentOf(request.body);
  const { [runLabel]: run, ...labels } = object(object(made ?? {}, 'metadata'), 'labels');
  if (made === undefined || run === undefined) return exchange;
  const { labels: _all, ...metadata } = object(made, 'metadata');
  const whole = { ...made, metadata: { ...metadata, ...(Object.keys(labels).length > 0 && { labels }) } };
  return { ...exchange, request: { ...request, body: JSON.stringify(whole) } };
};
