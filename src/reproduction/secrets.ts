import type { HttpRequest } from '../contract/exchange.ts';
import { secretNames } from '../text/secrets.ts';
import type { ScriptVariables } from './script-variables.ts';
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

/** The secret part of a header: the part after the scheme in `Bearer …`, else the whole value. */
const secretOf = (name: string, value: string): string => {
  if (!name.endsWith('authorization')) return value;
  return /^\S+\s+(.+)$/s.exec(value)?.[1] ?? value;
};

/** Names of redacted secrets in the exchanges, such as `$TOKEN_ALICE`, become variables of the same name. */
const defineSecretNames = ({ target, headers, body }: HttpRequest, variables: ScriptVariables): void => {
  const texts = [target, ...Object.values(headers), body === undefined ? '' : bytesOf(body).toString('utf8')];
  for (const text of texts)
    for (const [placeholder, name = ''] of text.matchAll(secretNames)) variables.define(placeholder, name);
};

/**
 * Replaces the credentials of a request by variables, so that none is in the script: `$TOKEN`, `$TOKEN_2` … If
 * `named`, credentials were replaced by names before, and other values of credential headers are not secret.
 */
export const hideSecrets = (
  request: HttpRequest,
  known: KnownValues,
  variables: ScriptVariables,
  named: boolean,
): void => {
  defineSecretNames(request, variables);
  for (const [name, value] of Object.entries(request.headers)) {
    const variable = headerVariables[name.toLowerCase()];
    const secret = secretOf(name.toLowerCase(), value);
    if (variable === undefined || known.has(secret) || (named && !secret.includes('[redacted]'))) continue;
    variables.define(secret, variable);
  }
  const text = request.body === undefined ? '' : bytesOf(request.body).toString('utf8');
  for (const [, value = ''] of text.matchAll(secretFields)) if (!known.has(value)) variables.define(value, 'TOKEN');
};
