import { expect, test } from 'vitest';
import { redactor } from './redact.ts';

const token = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl';

test.each([
  ['a service account token', `presented ${token} here`, 'presented [token] here'],
  ['an authorization header', 'Authorization: Bearer abc.def-123456', 'Authorization: Bearer [redacted]'],
  [
    "KFP's data source name",
    'open kfp:s3cr3t@tcp(127.0.0.1:3306)/mlpipeline',
    'open kfp:[redacted]@tcp(127.0.0.1:3306)/mlpipeline',
  ],
  ['a database URL', 'mysql://kfp:s3cr3t@127.0.0.1:3306', 'mysql://kfp:[redacted]@127.0.0.1:3306'],
  ['a setting', 'DBCONFIG_MYSQLCONFIG_PASSWORD=s3cr3t x', 'DBCONFIG_MYSQLCONFIG_PASSWORD=[redacted] x'],
  ['a JSON field', '{"token":"abc123","name":"p"}', '{"token":"[redacted]","name":"p"}'],
  ['a cookie', 'header Cookie: session=abc123; other=def', 'header Cookie: [redacted]'],
  [
    "Go's headers",
    'map[cookie:[session=abc123] x-api-key:[abc123] x:[kept]]',
    'map[cookie:[[redacted]] x-api-key:[redacted] x:[kept]]',
  ],
  ['a token in base64', `body ${Buffer.from(token).toString('base64')}`, 'body [token]'],
  ['a kubeconfig', '    client-key-data: LS0tLS1CRUdJTg==', '    client-key-data: [redacted]'],
])('%s is redacted', (_, line, clean) => {
  expect(redactor([])(line)).toBe(clean);
});

test('a known secret is redacted wherever it appears', () => {
  expect(redactor(['0123abcd'])("IDENTIFIED BY '0123abcd'")).toBe("IDENTIFIED BY '[redacted]'");
});

test('a multi-line private key is replaced by one placeholder', () => {
  const redact = redactor([]);
  const lines = ['before', '-----BEGIN EC PRIVATE KEY-----', 'MHcCAQEE', '-----END EC PRIVATE KEY-----', 'after'];
  expect(lines.map(redact).filter((line) => line !== undefined)).toEqual(['before', '[private key]', 'after']);
});

// Why: redacting ordinary text would make the copied logs unreadable.
test.each([
  'I1123 02:25:13.005664 6086 flags.go:64] FLAG: --secure-port="16929"',
  'etcd ready to serve client requests at 127.0.0.1:2379',
  'time=12:30:45 pod default/pipeline-1 email admin@example.com',
])('a line without secrets is unchanged: %s', (line) => {
  expect(redactor([])(line)).toBe(line);
});
