import { expect, test } from 'vitest';
import type { People } from '../../../src/access/people.ts';
import { redactExchange } from '../../../src/clients/redact-exchange.ts';
import { secretRegistry } from '../../../src/text/secrets.ts';
import { harmlessIdentities } from './harmless-identities.ts';

const user = 'system:serviceaccount:ns-k1:owner';
const basic = `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`;
const identities = {
  'a cookie': { cookie: `kubeflow-userid=${user}` },
  'basic authentication': { authorization: basic },
  'no token': { authorization: 'Bearer nonsense' },
};

const redacted = (headers: Readonly<Record<string, string>>, secrets: ReturnType<typeof secretRegistry>) =>
  redactExchange({ surface: 'rest', request: { method: 'GET', target: '/', headers }, durationMs: 1 }, secrets).request
    .headers;

test('a name used as a credential stays readable in every recorded header', () => {
  const secrets = secretRegistry();
  harmlessIdentities({ people: { secrets } as People }, identities);
  for (const headers of Object.values(identities)) expect(redacted(headers, secrets)).toEqual(headers);
  expect(redacted({ 'kubeflow-userid': user }, secrets)).toEqual({ 'kubeflow-userid': user });
});

test('a known token stays redacted, even after it was marked as harmless', () => {
  const secrets = secretRegistry();
  secrets.add('opaque-token-of-alice', 'TOKEN_ALICE');
  const both = { both: { authorization: 'Bearer opaque-token-of-alice' } };
  harmlessIdentities({ people: { secrets } as People }, both);
  expect(redacted(both.both, secrets)).toEqual({ authorization: 'Bearer $TOKEN_ALICE' });
});
