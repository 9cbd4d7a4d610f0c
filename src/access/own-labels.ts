import type { HttpRequest } from '../clients/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';

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
