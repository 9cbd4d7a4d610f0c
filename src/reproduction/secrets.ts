import type { HttpRequest } from '../contract/exchange.ts';
import { secretNames } from '../text/secrets.ts';
import type { HandSetVariables } from './hand-set-variables.ts';
import type { KnownValues } from './known-values.ts';
import { bytesOf } from './request-body.ts';

const headerVariables: Readonly<Record<string, string>> = {
  authorization: 'TOKEN',
  'proxy-authorization': 'TOKEN',
  cookie: 'COOKIE',
  'x-api-key': 'TOKEN',
  'x-auth-token': 'TOKEN',
};

const secretFields = /"(?:token|password|client_secret|access_token|id_token|refresh_token)"\s*:\s*"([^"\\]+)"/g;

/** The secret part of a header: what follows the scheme in `Bearer …`, else all of it. */
const secretOf = (name: string, value: string): string => {
  if (!name.endsWith('authorization')) return value;
  return /^\S+\s+(.+)$/s.exec(value)?.[1] ?? value;
};

/** `$TOKEN_ALICE`, which already stands for a secret, keeps its name. */
const fixNames = ({ target, headers, body }: HttpRequest, variables: HandSetVariables): void => {
  const texts = [target, ...Object.values(headers), body === undefined ? '' : bytesOf(body).toString('utf8')];
  for (const text of texts)
    for (const [placeholder, name = ''] of text.matchAll(secretNames)) variables.fix(placeholder, name);
};

/**
 * Makes variables of what a request holds of credentials, so that none stands in a script: `$TOKEN`, `$TOKEN_2` … Where
 * `named`, credentials have been taken out before, and what is left of a header is none.
 */
export const hideSecrets = (
  request: HttpRequest,
  known: KnownValues,
  variables: HandSetVariables,
  named: boolean,
): void => {
  fixNames(request, variables);
  for (const [name, value] of Object.entries(request.headers)) {
    const variable = headerVariables[name.toLowerCase()];
    const secret = secretOf(name.toLowerCase(), value);
    if (variable === undefined || known.knows(secret) || (named && !secret.includes('[redacted]'))) continue;
    variables.fix(secret, variable);
  }
  const text = request.body === undefined ? '' : bytesOf(request.body).toString('utf8');
  for (const [, value = ''] of text.matchAll(secretFields)) if (!known.knows(value)) variables.fix(value, 'TOKEN');
};
