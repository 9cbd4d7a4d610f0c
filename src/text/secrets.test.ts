import { expect, test } from 'vitest';
import { redactExchange } from '../clients/redact-exchange.ts';
import { secretRegistry } from './secrets.ts';

const value = 'k3y+with/odd=chars"&';

const registry = () => {
  const secrets = secretRegistry();
  secrets.add(value, 'KEY_ALICE');
  return secrets;
};

test.each([
  ['in plain text', value],
  ['in a URL', encodeURIComponent(value)],
  ['in JSON', JSON.stringify({ value })],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64url', Buffer.from(value).toString('base64url')],
  ['in base64 after one byte', Buffer.from(`a${value}`).toString('base64')],
  ['in base64 after two bytes', Buffer.from(`ab${value}cd`).toString('base64')],
  ['in base64 after a user', Buffer.from(`alice:${value}`).toString('base64')],
])('a secret %s is replaced by its name', (_, form) => {
  const clean = registry().redact(`before ${form} after`);
  expect(clean).toContain('$KEY_ALICE');
  expect(clean).not.toContain(value.slice(1, -1));
  expect(clean).not.toContain(form);
});

test('two values of one name get numbered names, in the order of registration', () => {
  const secrets = secretRegistry();
  secrets.add('first-token', 'TOKEN_ALICE');
  secrets.add('second-token', 'TOKEN_ALICE');
  secrets.add('first-token', 'TOKEN_ALICE');
  expect(secrets.redact('first-token second-token')).toBe('$TOKEN_ALICE $TOKEN_ALICE_2');
  expect(() => secrets.add('third-token', 'alice')).toThrow(/alice: expected TOKEN/);
});

test('a secret that contains another is replaced completely', () => {
  const secrets = secretRegistry();
  secrets.add('abcdef', 'TOKEN_SHORT');
  secrets.add('abcdef.ghijkl', 'TOKEN_LONG');
  expect(secrets.redact('abcdef.ghijkl')).toBe('$TOKEN_LONG');
});

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl';

test.each([
  ['a token', `token ${jwt} is no good`, 'token [token] is no good'],
  ['a token in base64', Buffer.from(jwt).toString('base64'), '[token]'],
  ['a password', 'open mysql://kfp:s3cr3t@127.0.0.1:3306', 'open mysql://kfp:[redacted]@127.0.0.1:3306'],
  ['a key', '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nafter', '[private key]\nafter'],
])('%s that was not registered is redacted as well', (_, text, clean) => {
  expect(secretRegistry().redact(text)).toBe(clean);
});

// Why: texts that are compared and displayed must not be changed.
test.each(['{"next_page_token":"eyJTb3J0QnlGaWVsZE5hbWUi"}', 'http://127.0.0.1:8080/a@b', 'a:b@c', '$TOKEN'])(
  'a text without credentials is unchanged: %s',
  (text) => {
    expect(registry().redact(text)).toBe(text);
  },
);

test('credentials are redacted in every part of an exchange', () => {
  const body = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from(value)]);
  const clean = redactExchange(
    {
      surface: 'rest',
      request: {
        method: 'POST',
        target: `/a?key=${encodeURIComponent(value)}`,
        headers: { Authorization: `Bearer ${value}`, cookie: 'session=unknown', 'X-Api-Key': 'unknown', x: 'kept' },
        body,
      },
      response: { status: 200, headers: { 'set-cookie': 'id=unknown' }, body: `{"echo":${JSON.stringify(value)}}` },
      durationMs: 1,
    },
    registry(),
  );
  expect(clean.request).toEqual({
    method: 'POST',
    target: '/a?key=$KEY_ALICE',
    headers: {
      Authorization: 'Bearer $KEY_ALICE',
      cookie: '[redacted]',
      'X-Api-Key': '[redacted]',
      x: 'kept',
    },
    body: Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('$KEY_ALICE')]),
  });
  expect(clean.response).toEqual({
    status: 200,
    headers: { 'set-cookie': '[redacted]' },
    body: '{"echo":"$KEY_ALICE"}',
  });
});

test('a credential found in a header is redacted everywhere, in this exchange and in later ones', () => {
  const secrets = secretRegistry();
  const exchange = (headers: Record<string, string>, body: string) =>
    redactExchange(
      {
        surface: 'rest',
        request: { method: 'GET', target: '/', headers },
        response: { status: 200, headers: { 'set-cookie': 'id=a-session-of-somebody; Path=/' }, body },
        durationMs: 1,
      },
      secrets,
    );
  const first = exchange({ 'x-api-key': 'a-key-of-somebody' }, 'a-key-of-somebody a-session-of-somebody');
  expect(first.request.headers['x-api-key']).toBe('$KEY');
  expect(first.response?.headers['set-cookie']).toBe('id=$COOKIE; Path=/');
  expect(first.response?.body).toBe('$KEY $COOKIE');
  expect(secrets.redact('GET /?key=a-key-of-somebody')).toBe('GET /?key=$KEY');
});

test('a harmless value of a credential header is not redacted', () => {
  const secrets = registry();
  secrets.harmless('Bearer broken');
  const headers = (authorization: string) =>
    redactExchange(
      { surface: 'rest', request: { method: 'GET', target: '/', headers: { authorization } }, durationMs: 1 },
      secrets,
    ).request.headers['authorization'];
  expect(['Bearer broken', '', 'Bearer ', 'Bearer other'].map(headers)).toEqual([
    'Bearer broken',
    '',
    'Bearer ',
    'Bearer [redacted]',
  ]);
});

test.each(['/api/v1/namespaces/a/serviceaccounts/b/token', '/apis/authentication.k8s.io/v1/tokenreviews'])(
  'the bodies of %s are not recorded',
  (target) => {
    const clean = redactExchange(
      {
        surface: 'kubernetes',
        request: { method: 'POST', target, headers: {}, body: '{"spec":{"token":"opaque"}}' },
        response: { status: 201, headers: {}, body: '{"status":{"token":"opaque"}}' },
        durationMs: 1,
      },
      secretRegistry(),
    );
    expect(JSON.stringify(clean)).not.toContain('opaque');
  },
);
