import { expect, test } from 'vitest';
import { secretRegistry } from '../text/secrets.ts';
import { normaliser } from './normaliser.ts';
import { withoutTimeNumbers } from './time-names.ts';

const id = '11111111-2222-4333-8444-555555555555';
const other = '99999999-2222-4333-8444-555555555555';
const text = (value: string, fixed = {}) => normaliser('kabc1234', fixed).text(value);

test('ids are numbered in the order of appearance and keep their numbers', () => {
  const { text: one } = normaliser('kabc1234');
  expect([one(`${id} ${other}`), one(other)]).toEqual(['id-1 id-2', 'id-2']);
});

test('times, ports, the name prefix and given names are replaced', () => {
  expect(
    text('http://127.0.0.1:4711/kabc1234-first 2026-01-02T03:04:05Z in kfp-db-1', { 'kfp-db-1': 'NAMESPACE' }),
  ).toBe('http://127.0.0.1:PORT/name-first TIME-1Z in NAMESPACE');
});

// Why: all times were one word, so another format, another zone and a change of a time were not seen.
test('a time keeps its format and zone, and distinct times are distinct', () => {
  const { text: one } = normaliser('kabc1234');
  expect(
    [
      '2026-01-02T03:04:05Z',
      '2026-01-02T04:04:05+01:00',
      '2026-01-02T03:04:05.000Z',
      '2026-01-02T03:04:05.120Z',
      '2026-01-02T03:04:05',
      '2026-01-02t03:04:05z',
      '2026-01-02T03:04:06Z',
    ].map(one),
  ).toEqual(['TIME-1Z', 'TIME-1+01:00', 'TIME-1.000Z', 'TIME-2.000Z', 'TIME-3', 'TIMEt-1z', 'TIME-4Z']);
});

test('texts without the numbers of times tell formats apart, and not which times are equal', () => {
  const of = (value: string) => withoutTimeNumbers(text(value));
  const equal = of('2026-01-02T03:04:05Z 2026-01-02T03:04:05Z');
  expect(of('2026-01-02T03:04:05Z 2026-01-02T03:04:06Z')).toBe(equal);
  expect(of('2026-01-02T03:04:05Z 2026-01-02T03:04:05.000Z')).not.toBe(equal);
});

// Why: a finding in an installation in this namespace had other texts than in a namespace of the harness.
test('API groups and the user header are unchanged if the namespace is named kubeflow', () => {
  const kept = '/apis/pipelines.kubeflow.org/v2beta1 kubeflow-userid';
  expect(text(`${kept} ml-pipeline.kubeflow.svc`, { kubeflow: 'SYSTEM-NAMESPACE' })).toBe(
    `${kept} ml-pipeline.SYSTEM-NAMESPACE.svc`,
  );
});

// Why: a short namespace was replaced within other words, and an id within a longer one, so two texts became equal.
test.each([
  ['team-10, a-team-1, team-1-b, xteam-1, team-1s', { 'team-1': 'NAMESPACE' }],
  ['default_version', { default: 'NAMESPACE' }],
  ['xkabc1234-first kabc12345', {}],
  [`a${id} ${id}0`, {}],
  ['90x1234567 0x1234567g', {}],
  ['x2026-01-02T03:04:05Z 2026-01-02T03:04:05.5Zx 2026-01-02T03:04:051', {}],
  ['10.127.0.0.1:80 mylocalhost:80 localhost:80a', {}],
  ['myresourceVersion: 12 resourceVersion: 12a', {}],
])('parts of words are unchanged: %s', (value, fixed) => {
  expect(text(value, fixed)).toBe(value);
});

test.each([
  [`"ns-1/${id}.yaml" {ns-1} pvc-${id}`, '"NAMESPACE/id-1.yaml" {NAMESPACE} pvc-id-1'],
  [
    String.raw`{"message":"line\nns-1\tkabc1234-a\n${id}\n2026-01-02T03:04:05Z"}`,
    String.raw`{"message":"line\nNAMESPACE\tname-a\nid-1\nTIME-1Z"}`,
  ],
  [
    `?filter=%22kabc1234-a%22&namespace%3Dns-1&id=%22${id}%22`,
    '?filter=%22name-a%22&namespace%3DNAMESPACE&id=%22id-1%22',
  ],
  [
    'read tcp 127.0.0.1:34567->127.0.0.1:8080: reset, localhost:80.',
    'read tcp 127.0.0.1:PORT->127.0.0.1:PORT: reset, localhost:PORT.',
  ],
  [
    'system:serviceaccount:ns-1:owner ns-kabc1234-second kabc1234_b',
    'system:serviceaccount:NAMESPACE:owner ns-name-second name_b',
  ],
])('a word ends at a character that no name has, also in JSON and URLs: %s', (value, expected) => {
  expect(text(value, { 'ns-1': 'NAMESPACE' })).toBe(expected);
});

test('page tokens, resource versions and pointers, which differ between runs, are replaced', () => {
  expect(
    text(
      '{"next_page_token":"eyJTb3J0QnlGaWVsZE5hbWUiOiJDcmVhdGVkQXQ="} &page_token=eyJTb3J0QnlGaWVsZE5hbWUiOiJDcmVhdGVkQXQ=',
    ),
  ).toBe('{"next_page_token":"token-1"} &page_token=token-1');
  expect(text('"resourceVersion":"4711" at 0x5a89e2e5200')).toBe('"resourceVersion":"VERSION" at POINTER');
});

test('JSON has one key order, so that equal values have equal texts', () => {
  const { json } = normaliser('kabc1234');
  expect(json({ b: 1, a: { d: 1, c: 2 } })).toBe(json({ a: { c: 2, d: 1 }, b: 1 }));
  expect(json(undefined)).toBe('(nothing)');
});

test('a credential is replaced in every form of a value, before other patterns match parts of it', () => {
  const secrets = secretRegistry();
  secrets.add(`token-${id}`, 'TOKEN_ALICE');
  const { text: one, json, value } = normaliser('kabc1234', {}, secrets.redact);
  expect([one(`token-${id}`), json(`token-${id}`), value({ a: [`token-${id}`] })]).toEqual([
    '$TOKEN_ALICE',
    '"$TOKEN_ALICE"',
    { a: ['$TOKEN_ALICE'] },
  ]);
});
