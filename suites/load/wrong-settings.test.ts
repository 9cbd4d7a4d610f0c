import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { served } from '../../src/testing/served.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { runK6, scriptPath } from './testing/run-k6.ts';

const timeout = patience(60_000);

/** The exit code of k6 where a script throws while it is loaded, or in `setup`. */
const exception = 107;

const short = { COUNT: 1, VUS: 1, WARM_UP: 0 };

// k6 resolves some of them against the script and some against the module that opens them, and none against the shell.
test.each([
  ['crd/get-known', 'KUBE_TOKEN_FILE'],
  ['crd/get-known', 'KUBE_CERT'],
  ['rest/get-known', 'KFP_HEADERS_FILE'],
  ['rest/get-known', 'IDS'],
])('%s refuses a relative path in %s', { timeout }, async (script, name) => {
  const { code, output } = await runK6(await temporaryDirectory(), scriptPath(script), { ...short, [name]: 'a-file' });
  expect(output).toContain(`expected ${name} to be an absolute path`);
  expect(code).toBe(exception);
});

test('a line that is no header is refused, and not shown', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const headers = path.join(directory, 'headers');
  await writeFile(headers, 'a-secret-without-a-name\n');
  const { code, output } = await runK6(directory, scriptPath('rest/create'), { ...short, KFP_HEADERS_FILE: headers });
  expect(output).toContain('to be a header');
  expect(output).not.toContain('a-secret-without-a-name');
  expect(code).toBe(exception);
});

// Without N every page is long enough, and the middle of the store is its first page.
test.each(['rest', 'crd'])('%s/list-middle-page is not measured without N', { timeout }, async (surface) => {
  const url = await served((_, response) => void response.end('{}'));
  const settings = { ...short, KFP_URL: url, KUBE_API: url };
  const script = scriptPath(`${surface}/list-middle-page`);
  const { code, output } = await runK6(await temporaryDirectory(), script, settings);
  expect(output).toContain('expected N, the number of pipelines in the store');
  expect(code).toBe(exception);
});

test.each(['rest', 'crd'])('%s/list-last-page says that nobody answers', { timeout }, async (surface) => {
  // The discard port: nothing listens there.
  const settings = { ...short, KFP_URL: 'http://127.0.0.1:9', KUBE_API: 'http://127.0.0.1:9', N: 1 };
  const { code, output } = await runK6(await temporaryDirectory(), scriptPath(`${surface}/list-last-page`), settings);
  expect(output).toContain('expected a page of objects, got 0');
  expect(output).toContain('connection refused');
  expect(code).toBe(exception);
});
