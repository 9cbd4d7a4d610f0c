import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { startObjectStore, type ObservedObjectStore } from './object-store.ts';

let store: ObservedObjectStore | undefined;
afterEach(async () => {
  await store?.[Symbol.asyncDispose]();
});

const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=unused' };
const open = async () => {
  store = await startObjectStore('127.0.0.1');
  const origin = `http://127.0.0.1:${store.port}`;
  return async (method: string, path: string, headers: Record<string, string> = signed, body?: string) => {
    const answer = await fetch(origin + path, { method, headers, ...(body !== undefined && { body }) });
    return { status: answer.status, body: await answer.text(), etag: answer.headers.get('etag') };
  };
};

// Why: it answered 200 to every request, so a server that reads a definition there found an empty one, not a 404.
test('what was not stored is missing', async () => {
  const ask = await open();
  expect(await ask('HEAD', '/mlpipeline')).toMatchObject({ status: 404, body: '' });
  expect(await ask('GET', '/mlpipeline/pipelines/1')).toMatchObject({
    status: 404,
    body: expect.stringContaining('<Code>NoSuchBucket</Code>') as string,
  });
  expect(await ask('PUT', '/mlpipeline')).toMatchObject({ status: 200 });
  expect(await ask('PUT', '/mlpipeline')).toMatchObject({ status: 409 });
  expect(await ask('HEAD', '/mlpipeline')).toMatchObject({ status: 200 });
  expect(await ask('GET', '/mlpipeline/pipelines/1')).toMatchObject({
    status: 404,
    body: expect.stringContaining('<Code>NoSuchKey</Code>') as string,
  });
  expect(await ask('HEAD', '/mlpipeline/pipelines/1')).toMatchObject({ status: 404, body: '' });
});

test('what was stored is there until it is deleted', async () => {
  const ask = await open();
  await ask('PUT', '/mlpipeline');
  await ask('PUT', '/mlpipeline/pipelines/1', signed, 'a definition');
  expect(await ask('GET', '/mlpipeline/pipelines/1')).toMatchObject({
    status: 200,
    body: 'a definition',
    etag: `"${createHash('md5').update('a definition').digest('hex')}"`,
  });
  const chunked = { ...signed, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
  await ask('PUT', '/mlpipeline/pipelines/2', chunked, '5;chunk-signature=0\r\nchunk\r\n0;chunk-signature=0\r\n\r\n');
  expect((await ask('GET', '/mlpipeline/pipelines/2')).body).toBe('chunk');
  expect((await ask('GET', '/mlpipeline?prefix=pipelines/')).body).toContain('<KeyCount>2</KeyCount>');
  expect((await ask('DELETE', '/mlpipeline')).status).toBe(409);
  expect((await ask('DELETE', '/mlpipeline/pipelines/1')).status).toBe(204);
  expect((await ask('GET', '/mlpipeline/pipelines/1')).status).toBe(404);
});

test('a request without credentials is denied, and every request is remembered', async () => {
  const ask = await open();
  expect(await ask('GET', '/control/one', {})).toMatchObject({
    status: 403,
    body: expect.stringContaining('<Code>AccessDenied</Code>') as string,
  });
  expect((await ask('POST', '/mlpipeline/large?uploads')).status).toBe(501);
  expect(store?.requests()).toEqual(['GET /control/one', 'POST /mlpipeline/large']);
});
