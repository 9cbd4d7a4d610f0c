import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import type { Secrets } from '../text/secrets.ts';

/** Headers that hold nothing but a credential, of requests and of answers. */
const credentialHeaders: Readonly<Record<string, 'TOKEN' | 'COOKIE' | 'KEY'>> = {
  authorization: 'TOKEN',
  'proxy-authorization': 'TOKEN',
  cookie: 'COOKIE',
  'set-cookie': 'COOKIE',
  'x-api-key': 'KEY',
  'x-auth-token': 'TOKEN',
};

/** Shorter values of a header may be words of any text. */
const shortestLearnt = 16;

/** The values in a credential header: what follows the scheme, or the values of the cookies. */
const valuesIn = (kind: string, value: string): readonly string[] =>
  kind === 'COOKIE'
    ? value.split(/[;,]\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
    : [value.replace(/^(?:bearer|basic)\s+/i, '')];

/** A credential that nobody made known stands in no other part of an exchange, and in none that follows. */
const learn = (headers: HttpRequest['headers'], secrets: Secrets): void => {
  for (const [name, value] of Object.entries(headers)) {
    const kind = credentialHeaders[name.toLowerCase()];
    if (kind === undefined || secrets.isHarmless(value)) continue;
    for (const found of valuesIn(kind, value))
      if (found.length >= shortestLearnt && secrets.redact(found) === found) secrets.add(found, kind);
  }
};

/** What asks for tokens, and what asks whether one is good. */
const tokenPaths = /\/serviceaccounts\/[^/?]+\/token(?:$|\?)|\/tokenreviews(?:$|\?)/;
const leftOut = '(left out: it holds a token)';

/** The scheme stays, and a name where the value has one: `Bearer $TOKEN_ALICE`, `Bearer [redacted]`. */
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
  // Every byte is one character there, so that what is no UTF-8 stays what it is.
  const text = Buffer.from(body).toString('latin1');
  const clean = secrets.redact(text);
  return clean === text ? body : Buffer.from(clean, 'latin1');
};

/**
 * The exchange as it may be kept: no credential in its headers, its address, its bodies and its error. What its headers
 * hold becomes known to `secrets`.
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
