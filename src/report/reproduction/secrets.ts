import type { HttpRequest } from '../../clients/exchange.ts';
import type { HandSetVariables } from './hand-set-variables.ts';
import type { KnownValues } from './known-values.ts';
import { bytesOf } from './request-body.ts';

const headerVariables: Readonly<Record<string, string>> = {
  authorization: 'TOKEN',
  'proxy-authorization': 'TOKEN',
  cookie: 'COOKIE',
  'x-api-key': 'TOKEN',
};

const secretFields = /"(?:token|password|client_secret|access_token|id_token|refresh_token)"\s*:\s*"([^"\\]+)"/g;

/** The secret part of a header: what follows the scheme in `Bearer …`, else all of it. */
const secretOf = (name: string, value: string): string => {
  if (!name.endsWith('authorization')) return value;
  return /^\S+\s+(.+)$/s.exec(value)?.[1] ?? value;
};

/** Makes variables of what a request holds of credentials, so that none stands in a script: `$TOKEN`, `$TOKEN_2` … */
export const hideSecrets = (request: HttpRequest, known: KnownValues, variables: HandSetVariables): void => {
  for (const [name, value] of Object.entries(request.headers)) {
    const variable = headerVariables[name.toLowerCase()];
    if (variable !== undefined) variables.fix(secretOf(name.toLowerCase(), value), variable);
  }
  const text = request.body === undefined ? '' : bytesOf(request.body).toString('utf8');
  for (const [, value = ''] of text.matchAll(secretFields)) if (!known.knows(value)) variables.fix(value, 'TOKEN');
};
