import { afterEach, expect, test } from 'vitest';
import { startPackageServer, type PackageServer } from './package-server.ts';

let packages: PackageServer | undefined;
afterEach(async () => {
  await packages?.[Symbol.asyncDispose]();
});

const answerTo = async (url: string, method = 'GET') => {
  const answer = await fetch(url, { method });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};

test('a file that is not served is missing, as at a host of packages', async () => {
  packages = await startPackageServer('127.0.0.1');
  expect(await answerTo(`${packages.origin}/any/0/pipeline.yaml`)).toEqual({
    status: 404,
    type: 'text/plain; charset=utf-8',
    body: '404: Not Found',
  });
});

// Why: a request with a query was answered 404 and counted for no file, as if a forbidden URL had not been requested.
test('a request with a query, or for the headers alone, is one for the file', async () => {
  packages = await startPackageServer('127.0.0.1');
  const url = packages.serve({ fileName: 'pipeline.yaml', content: 'a: b' });
  expect(packages.requests(url)).toBe(0);
  expect(await answerTo(`${url}?raw=true`)).toMatchObject({ status: 200, body: 'a: b' });
  expect(await answerTo(url, 'HEAD')).toMatchObject({ status: 200, body: '' });
  expect(packages.requests(url)).toBe(2);
});
