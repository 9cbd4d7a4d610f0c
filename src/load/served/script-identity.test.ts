import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { OpenInstallation } from '../../environments/existing/installation.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { scriptIdentity } from './script-identity.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };

// Why: a token that is renewed every hour was read once, and all later answers were 401.
test('each script of a long run gets the token that is valid then', async () => {
  const directory = await temporaryDirectory();
  const tokenFile = path.join(directory, 'token');
  await writeFile(tokenFile, 'first');
  const installation = {
    found: { health: { multiUser: false }, storage: { mode: 'database' } },
    rest: { caller: { headers: { cookie: 'session=1' }, tokenFile } },
  } as unknown as OpenInstallation;
  const identity = await scriptIdentity(installation, { prefix: 'k', namespaces: ['kubeflow'], directory }, waiting);
  const { renew, restHeaders, restTokenFile, variables, text } = identity;
  expect(text).toMatch(/^the caller of REST/);
  expect({ restHeaders, restTokenFile }).toEqual({ restHeaders: { cookie: 'session=1' }, restTokenFile: tokenFile });
  const headers = () => readFile(variables['KFP_HEADERS_FILE'] ?? '', 'utf8');
  expect(await headers()).toBe('cookie: session=1\nauthorization: Bearer first\n');
  await writeFile(tokenFile, 'second');
  await renew();
  expect(await headers()).toBe('cookie: session=1\nauthorization: Bearer second\n');
});
