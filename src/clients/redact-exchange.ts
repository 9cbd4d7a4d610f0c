import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import type { Secrets } from '../text/secrets.ts';

/** Request and response headers whose whole value is a credential. */
const credentialHeaders: Readonly<Record<string, 'TOKEN' | 'COOKIE' | 'KEY'>> = {
  authorization: 'TOKEN',
  'proxy-authorization': 'TOKEN',
  cookie: 'COOKIE',
  'set-cookie': 'COOKIE',
  'x-api-key': 'KEY',
  'x-auth-token': 'TOKEN',
};

/** Shorter header values may be ordinary words, so they are not searched for elsewhere. */
const shortestLearnt = 16;

/** The secret values in a credential header: the part after the scheme, or the values of the cookies. */
const valuesIn = (kind: string, value: string): readonly string[] =>
  kind === 'COOKIE'
    ? value.split(/[;,]\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
    : [value.replace(/^(?:bearer|basic)\s+/i, '')];

/** Registers unknown credentials, so that they are redacted in all parts of this exchange and of later ones. */
const learn = (headers: HttpRequest['headers'], secrets: Secrets): void => {
  for (const [name, value] of Object.entries(headers)) {
    const kind = credentialHeaders[name.toLowerCase()];
    if (kind === undefined || secrets.isHarmless(value)) continue;
    for (const found of valuesIn(kind, value))
      if (found.length >= shortestLearnt && secrets.redact(found) === found) secrets.add(found, kind);
  }
};

/** Requests that create or review tokens. */
const tokenPaths = /\/serviceaccounts\/[^/?]+\/token(?:$|\?)|\/tokenreviews(?:$|\?)/;
const leftOut = '(left out: it holds a token)';

/** Keeps the scheme, and the name of a known secret: `Bearer $TOKEN_ALICE`, `Bearer [redacted]`. */
const credential = (value: string, secrets: Secrets): string => {
  const clean = secrets.redact(value);
  if (clean !== value || secrets.isHarmless(value) || /^\s*(?:bearer|basic)?\s*$/i.test(value)) return clean;
  const scheme = /^(?:bearer|basic)\s+/i.exec(value)?.[0] ?? '';
  return `${scheme}[redacted]`;
};

const cleanHeaders = (headers: HttpRequest['headers'], secrets: Secrets): HttpRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() in credentialHeaders ? credential(value, secrets) : secrets.redact(value),
    ]),
  );

const cleanBody = (body: NonNullable<HttpRequest['body']>, secrets: Secrets): NonNullable<HttpRequest['body']> => {
  if (typeof body === 'string') return secrets.redact(body);
  // Latin-1 maps every byte to one character, so bytes that are not UTF-8 survive.
  const text = Buffer.from(body).toString('latin1');
  const clean = secrets.redact(text);
  return clean === text ? body : Buffer.from(clean, 'latin1');
};

/**
 * The exchange without credentials in its headers, target, bodies and error. Credentials found in its headers are added
 * to `secrets`.
 */
export const redactExchange = (exchange: Exchange, secrets: Secrets): Exchange => {
  const { request, response, error, ...rest } = exchange;
  learn(request.headers, secrets);
  learn(response?.headers ?? {}, secrets);
  const isAboutTokens = tokenPaths.test(request.target);
  return {
    ...rest,
    request: {
      method: request.method,
      target: secrets.redact(request.target),
      headers: cleanHeaders(request.headers, secrets),
      ...(request.body !== undefined && { body: isAboutTokens ? leftOut : cleanBody(request.body, secrets) }),
    },
    ...(response !== undefined && {
      response: {
        status: response.status,
        headers: cleanHeaders(response.headers, secrets),
        body: isAboutTokens ? leftOut : secrets.redact(response.body),
      },
    }),
    ...(error !== undefined && { error: secrets.redact(error) }),
  };
};
