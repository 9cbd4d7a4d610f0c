import { expect, test } from 'vitest';
import { secretRegistry } from '../text/secrets.ts';
import { normaliser } from './normaliser.ts';

const id = '11111111-2222-4333-8444-555555555555';
const other = '99999999-2222-4333-8444-555555555555';

test('ids are numbered in the order of appearance and keep their numbers', () => {
  const { text } = normaliser('kabc1234');
  expect([text(`${id} ${other}`), text(other)]).toEqual(['id-1 id-2', 'id-2']);
});

test('times, ports, the name prefix and given names are replaced', () => {
  const { text } = normaliser('kabc1234', { 'kfp-db-1': 'NAMESPACE' });
  expect(text('http://127.0.0.1:4711/kabc1234-first 2026-01-02T03:04:05Z in kfp-db-1')).toBe(
    'http://127.0.0.1:PORT/name-first TIME in NAMESPACE',
  );
});

// Why: a finding in an installation in this namespace had another fingerprint than in a namespace of the harness.
test('API groups and the user header are unchanged if the namespace is named kubeflow', () => {
  const { text } = normaliser('kabc1234', { kubeflow: 'SYSTEM-NAMESPACE' });
  const kept = '/apis/pipelines.kubeflow.org/v2beta1 kubeflow-userid';
  expect(text(`${kept} ml-pipeline.kubeflow.svc`)).toBe(`${kept} ml-pipeline.SYSTEM-NAMESPACE.svc`);
});

test('page tokens, resource versions and pointers, which differ between runs, are replaced', () => {
  const { text } = normaliser('kabc1234');
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
  const { text, json, value } = normaliser('kabc1234', {}, secrets.redact);
  expect([text(`token-${id}`), json(`token-${id}`), value({ a: [`token-${id}`] })]).toEqual([
    '$TOKEN_ALICE',
    '"$TOKEN_ALICE"',
    { a: ['$TOKEN_ALICE'] },
  ]);
});
