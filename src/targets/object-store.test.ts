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
    const range = answer.headers.get('content-range');
    return { status: answer.status, body: await answer.text(), etag: answer.headers.get('etag'), range };
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
  expect((await ask('POST', '/mlpipeline/large?uploads')).status).toBe(404);
  expect(store?.requests()).toEqual(['GET /control/one', 'POST /mlpipeline/large?uploads']);
});

// Why: a request for a sub-resource was answered like that for its bucket, so that PUT ?versioning made a bucket.
test('a sub-resource is not taken for its bucket or object', async () => {
  const ask = await open();
  expect((await ask('PUT', '/mlpipeline?versioning')).status).toBe(501);
  expect((await ask('HEAD', '/mlpipeline')).status).toBe(404);
  expect((await ask('GET', '/mlpipeline?location')).body).toContain('<Code>NoSuchBucket</Code>');
  await ask('PUT', '/mlpipeline');
  await ask('PUT', '/mlpipeline/one', signed, 'a definition');
  expect((await ask('GET', '/mlpipeline?location')).body).toMatch(/<LocationConstraint [^>]*><\/LocationConstraint>$/);
  expect((await ask('GET', '/')).body).toMatch(/<ListAllMyBucketsResult .*<Name>mlpipeline<\/Name>/);
  for (const [method, path] of [
    ['GET', '/mlpipeline?acl'],
    ['DELETE', '/mlpipeline?lifecycle'],
    ['POST', '/mlpipeline?delete'],
    ['GET', '/mlpipeline?uploads'],
    ['PUT', '/mlpipeline/one?tagging'],
    ['DELETE', '/mlpipeline/one?versionId=null'],
    ['PUT', '/'],
  ] as const)
    expect(await ask(method, path, signed), `${method} ${path}`).toMatchObject({
      status: 501,
      body: expect.stringContaining('<Code>NotImplemented</Code>') as string,
    });
  expect((await ask('GET', '/mlpipeline/one')).body).toBe('a definition');
});

test('a range of an object is answered alone', async () => {
  const ask = await open();
  await ask('PUT', '/mlpipeline');
  await ask('PUT', '/mlpipeline/one', signed, '0123456789');
  const part = async (range: string) => {
    const { status, body, range: answered } = await ask('GET', '/mlpipeline/one', { ...signed, range });
    return [status, body.replace(/.*<Code>(.*)<\/Code>.*/s, '$1'), answered];
  };
  expect(await part('bytes=0-3')).toEqual([206, '0123', 'bytes 0-3/10']);
  expect(await part('bytes=8-')).toEqual([206, '89', 'bytes 8-9/10']);
  expect(await part('bytes=7-99')).toEqual([206, '789', 'bytes 7-9/10']);
  expect(await part('bytes=-2')).toEqual([206, '89', 'bytes 8-9/10']);
  expect(await part('bytes=10-')).toEqual([416, 'InvalidRange', null]);
  expect(await part('bytes=3-1')).toEqual([200, '0123456789', null]);
});

test('a multipart upload is an object when it is completed, and nothing when it is aborted', async () => {
  const ask = await open();
  await ask('PUT', '/mlpipeline');
  const start = async () =>
    /<UploadId>(.*)<\/UploadId>/.exec((await ask('POST', '/mlpipeline/large?uploads=')).body)?.[1] ?? '';
  const id = await start();
  const first = 'a'.repeat(5 * 1024 * 1024);
  const sent = async (number: number, content: string) =>
    (await ask('PUT', `/mlpipeline/large?partNumber=${number}&uploadId=${id}`, signed, content)).etag ?? '';
  const etags = [await sent(1, first), await sent(2, 'the end')];
  const complete = async (parts: readonly (readonly [number, string])[], upload = id) => {
    const named = parts.map(([number, etag]) => `<Part><ETag>${etag}</ETag><PartNumber>${number}</PartNumber></Part>`);
    const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`;
    return (await ask('POST', `/mlpipeline/large?uploadId=${upload}`, signed, body)).body;
  };
  const [one = '', two = ''] = etags;
  expect(await complete([])).toContain('<Code>MalformedXML</Code>');
  expect(await complete([[1, two]])).toContain('<Code>InvalidPart</Code>');
  expect(
    await complete([
      [2, two],
      [1, one],
    ]),
  ).toContain('<Code>InvalidPartOrder</Code>');
  expect((await ask('GET', '/mlpipeline/large')).status).toBe(404);
  expect(
    await complete([
      [1, one],
      [2, two.replaceAll('"', '&#34;')],
    ]),
  ).toMatch(/<CompleteMultipartUploadResult .*-2&quot;<\/ETag>/);
  const stored = await ask('GET', '/mlpipeline/large');
  expect([stored.body === `${first}the end`, stored.etag]).toEqual([
    true,
    expect.stringMatching(/^"[\da-f]{32}-2"$/) as string,
  ]);
  expect(await complete([[1, one]])).toContain('<Code>NoSuchUpload</Code>');
  const other = await start();
  expect((await ask('DELETE', `/mlpipeline/large?uploadId=${other}`)).status).toBe(204);
  expect((await ask('DELETE', `/mlpipeline/large?uploadId=${other}`)).status).toBe(404);
  expect((await ask('PUT', `/mlpipeline/large?partNumber=0&uploadId=${await start()}`, signed, 'x')).status).toBe(400);
  expect(store?.requests()).toContain('POST /mlpipeline/large?uploads=');
});
