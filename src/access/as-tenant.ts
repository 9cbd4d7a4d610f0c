import type { HttpRequest } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';
import { apiV2 } from '../clients/kfp.ts';

/** Whose requests a client makes, and in which namespace it means. */
export interface Tenant {
  readonly namespace: string;
  readonly headers: Readonly<Record<string, string>>;
}

const inQuery = new RegExp(`^(GET ${apiV2}/pipelines(/names/[^/?]+)?|POST ${apiV2}/pipelines/upload)$`);

/** Where a body has its namespace: in the object behind `opening`. */
interface BodyPlace {
  readonly call: string;
  readonly opening: RegExp;
  readonly within: (body: Json) => Json;
}

const bodyPlaces: readonly BodyPlace[] = [
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
    // A body that is broken on purpose names no namespace that counts.
    return {};
  }
};

/** The text with the field put first into the object that follows `opening`; bytes around it stay as they are. */
const withField = (body: string, { opening, within }: BodyPlace, namespace: string): string => {
  const found = opening.exec(body);
  if (found === null || 'namespace' in within(valueOf(body))) return body;
  const at = found.index + found[0].length;
  const comma = /^\s*\}/.test(body.slice(at)) ? '' : ',';
  return `${body.slice(0, at)}"namespace":"${namespace}"${comma}${body.slice(at)}`;
};

const changedBody = (body: NonNullable<HttpRequest['body']>, place: BodyPlace, namespace: string) =>
  typeof body === 'string'
    ? withField(body, place, namespace)
    : // Every byte is one character there, so that what is no UTF-8 stays what it is.
      Buffer.from(withField(Buffer.from(body).toString('latin1'), place, namespace), 'latin1');

/**
 * The request as a client of a multi-user installation makes it: with the user's headers where it has none of these names,
 * and with the namespace in the place that the API has for it where it names none.
 */
export const asTenant =
  ({ namespace, headers }: Tenant) =>
  (request: HttpRequest): HttpRequest => {
    const call = `${request.method} ${request.target.split('?')[0] ?? ''}`;
    const place = bodyPlaces.find((one) => one.call === call);
    return {
      ...request,
      headers: { ...headers, ...request.headers },
      target: inQuery.test(call) ? withQuery(request.target, namespace) : request.target,
      ...(request.body !== undefined && place !== undefined && { body: changedBody(request.body, place, namespace) }),
    };
  };
