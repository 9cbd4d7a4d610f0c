import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ChosenContext } from '../../../clients/kubeconfig.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { connectToKubernetes } from './kubernetes-connection.ts';

const chosenBy = (user: NonNullable<ChosenContext['user']>, cluster: object = {}): ChosenContext => ({
  context: 'here',
  namespace: 'default',
  cluster: { name: 'c', server: 'https://cluster:6443', skipTLSVerify: false, ...cluster },
  user,
  files: 'config',
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const connect = async (chosen: ChosenContext, renewMs?: number) =>
  connectToKubernetes(chosen, {
    directory: await temporaryDirectory(),
    report: () => {},
    ...(renewMs !== undefined && { renewMs }),
  });

test.each([
  ['a token', { token: 'abc' }, { headers: { authorization: 'Bearer abc' } }],
  [
    'a name and a password',
    { username: 'ann', password: 'b' },
    { headers: { authorization: `Basic ${base64('ann:b')}` } },
  ],
  ['a certificate', { certData: base64('C'), keyData: base64('K') }, { certificate: 'C', key: 'K' }],
  ['a token file, which takes precedence over a token', { token: 'old', tokenFile: '/var/t' }, { tokenFile: '/var/t' }],
  [
    'an impersonated user',
    { token: 'abc', impersonateUser: 'eve' },
    { headers: { authorization: 'Bearer abc', 'impersonate-user': 'eve' } },
  ],
])('a kubeconfig with %s', async (_credential, user, expected) => {
  await using renewed = await connect(chosenBy({ name: 'u', ...user }));
  expect(renewed.connection).toEqual({ origin: 'https://cluster:6443', ...expected });
});

test('the TLS settings of a kubeconfig are kept', async () => {
  const cluster = { caData: base64('CA'), skipTLSVerify: true, tlsServerName: 'inner' };
  await using renewed = await connect(chosenBy({ name: 'u' }, cluster));
  expect(renewed.connection).toEqual({
    origin: 'https://cluster:6443',
    ca: 'CA',
    skipTlsVerify: true,
    tlsServerName: 'inner',
  });
});

test('a missing certificate is reported with its file', async () => {
  const chosen = chosenBy({ name: 'u', certFile: '/nowhere/cert.pem' });
  await expect(connect(chosen)).rejects.toThrow(
    /--kubeconfig config: the client certificate cannot be read: .*\/nowhere\/cert\.pem/,
  );
});

test('the token of a plugin is renewed during the run', async () => {
  // Tokens of cloud providers are valid for 15 minutes, and runs may last longer.
  const counter = path.join(await temporaryDirectory(), 'count');
  await writeFile(counter, '');
  const script = `echo >> ${counter}; printf '{"status":{"token":"token-%s"}}' $(wc -l < ${counter})`;
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script] };
  await using renewed = await connect(chosenBy({ name: 'u', exec }), 50);
  const { tokenFile = '' } = renewed.connection;
  await expect.poll(() => readFile(tokenFile, 'utf8')).toMatch(/^token-([3-9]|\d\d)$/);
});

test('a renewal during disposal leaves no token file behind', async () => {
  const counter = path.join(await temporaryDirectory(), 'count');
  await writeFile(counter, '');
  const script = `echo >> ${counter}; sleep 0.3; printf '{"status":{"token":"token-%s"}}' $(wc -l < ${counter})`;
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script] };
  const renewed = await connect(chosenBy({ name: 'u', exec }), 20);
  const { tokenFile = '' } = renewed.connection;
  await expect.poll(() => readFile(counter, 'utf8')).toMatch(/\n\n/);
  await renewed[Symbol.asyncDispose]();
  await rm(tokenFile);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await expect(readFile(tokenFile)).rejects.toThrow('ENOENT');
});
