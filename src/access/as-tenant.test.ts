import { expect, test } from 'vitest';
import { asTenant } from './as-tenant.ts';

const complete = asTenant({ namespace: 'ns-1', headers: { 'kubeflow-userid': 'ann' } });
const sent = (method: string, target: string, body?: string | Uint8Array) =>
  complete({ method, target: `/apis/v2beta1${target}`, headers: {}, ...(body !== undefined && { body }) });

test.each([
  ['GET', '/pipelines', '/pipelines?namespace=ns-1'],
  ['GET', '/pipelines?page_size=1', '/pipelines?page_size=1&namespace=ns-1'],
  ['GET', '/pipelines?namespace=other', '/pipelines?namespace=other'],
  ['GET', '/pipelines/names/a', '/pipelines/names/a?namespace=ns-1'],
  ['POST', '/pipelines/upload?name=a', '/pipelines/upload?name=a&namespace=ns-1'],
  ['GET', '/pipelines/1', '/pipelines/1'],
  ['POST', '/pipelines/upload_version?name=a', '/pipelines/upload_version?name=a'],
])('%s %s is sent as %s', (method, target, expected) => {
  expect(sent(method, target).target).toBe(`/apis/v2beta1${expected}`);
});

test.each([
  ['/pipelines', '{"name":"a"}', '{"namespace":"ns-1","name":"a"}'],
  ['/pipelines', '{}', '{"namespace":"ns-1"}'],
  ['/pipelines', '{"namespace":""}', '{"namespace":""}'],
  ['/pipelines', '{"tags":{"namespace":"prod"}}', '{"namespace":"ns-1","tags":{"namespace":"prod"}}'],
  ['/pipelines', '{"name":', '{"namespace":"ns-1","name":'],
  ['/pipelines', 'broken', 'broken'],
  ['/pipelines/create', '{"pipeline":{"name":"a"}}', '{"pipeline":{"namespace":"ns-1","name":"a"}}'],
  ['/pipelines/1/versions', '{"name":"a"}', '{"name":"a"}'],
])('to %s the body %s is sent as %s', (target, body, expected) => {
  expect(sent('POST', target, body).body).toBe(expected);
});

test('a body that is not UTF-8 keeps its bytes', () => {
  const body = Buffer.from('{"name":"\xff"}', 'latin1');
  expect(sent('POST', '/pipelines', body).body).toEqual(Buffer.from('{"namespace":"ns-1","name":"\xff"}', 'latin1'));
});

test('an identity header that the request already has is kept', () => {
  const request = { method: 'GET', target: '/', headers: { 'kubeflow-userid': 'bob' } };
  expect(complete(request).headers).toEqual({ 'kubeflow-userid': 'bob' });
});
