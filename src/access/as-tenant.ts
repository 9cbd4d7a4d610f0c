import type { HttpRequest } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';
import { apiV2 } from '../clients/kfp.ts';

/** The identity headers and the namespace of a client of a multi-user installation. */
export interface Tenant {
  readonly namespace: string;
  readonly headers: Readonly<Record<string, string>>;
}

const inQuery = new RegExp(`^(GET ${apiV2}/pipelines(/names/[^/?]+)?|POST ${apiV2}/pipelines/upload)$`);

/** The position of the namespace in the body of a call: the object that begins at `opening`. */
interface NamespaceField {
  readonly call: string;
  readonly opening: RegExp;
  readonly within: (body: Json) => Json;
}

const namespaceFields: readonly NamespaceField[] = [
  { call: `POST ${apiV2}/pipelines`, opening: /\{/, within: (body) => body },
  {
    call: `POST ${apiV2}/pipelines/create`,
    opening: /"pipeline"\s*:\s*\{/,
    within: (body) => object(body, 'pipeline'),
  },
];

const withQuery = (target: string, namespace: string): string => {
  const [path = '', query = ''] = target.split('?');
  if (new URLSearchParams(query).has('namespace')) return target;
  return `${path}?${query === '' ? '' : `${query}&`}namespace=${namespace}`;
};

const valueOf = (body: string): Json => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    // Scenarios send malformed bodies on purpose; such a body names no namespace.
    return {};
  }
};

/** Inserts the namespace as the first field of the object that begins at `opening`; all other bytes are unchanged. */
const withField = (body: string, { opening, within }: NamespaceField, namespace: string): string => {
  const found = opening.exec(body);
  if (found === null || 'namespace' in within(valueOf(body))) return body;
  const at = found.index + found[0].length;
  const comma = /^\s*\}/.test(body.slice(at)) ? '' : ',';
  return `${body.slice(0, at)}"namespace":"${namespace}"${comma}${body.slice(at)}`;
};

const changedBody = (body: NonNullable<HttpRequest['body']>, field: NamespaceField, namespace: string) =>
  typeof body === 'string'
    ? withField(body, field, namespace)
    : // Latin-1 maps every byte to one character, so bytes that are not UTF-8 survive.
      Buffer.from(withField(Buffer.from(body).toString('latin1'), field, namespace), 'latin1');

/**
 * Completes a request as a client of a multi-user installation would: adds the user's headers unless the request has
 * headers of these names, and the namespace, in the query or the body as the API defines, unless the request names one.
 */
export const asTenant =
  ({ namespace, headers }: Tenant) =>
  (request: HttpRequest): HttpRequest => {
    const call = `${request.method} ${request.target.split('?')[0] ?? ''}`;
    const field = namespaceFields.find((one) => one.call === call);
    return {
      ...request,
      headers: { ...headers, ...request.headers },
      target: inQuery.test(call) ? withQuery(request.target, namespace) : request.target,
      ...(request.body !== undefined && field !== undefined && { body: changedBody(request.body, field, namespace) }),
    };
  };
