import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { UsageError } from '../failures/usage-error.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { askForCredentials, readKubeconfig } from './kubeconfig.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('KUBECONFIG', '');
});
afterEach(() => vi.unstubAllEnvs());

const kubeconfig = async (name: string, user: object, more: object = {}): Promise<string> => {
  const file = path.join(directory, name);
  const config = {
    clusters: [{ name: 'c', cluster: { server: `https://${name}:6443` } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'here',
    ...more,
  };
  await writeFile(file, stringify(config));
  return file;
};

test('the requested context is used, with its namespace', async () => {
  const contexts = [
    { name: 'here', context: { cluster: 'c', user: 'u' } },
    { name: 'there', context: { cluster: 'c', user: 'u', namespace: 'kubeflow' } },
  ];
  const file = await kubeconfig('one', { token: 't' }, { contexts });
  expect(await readKubeconfig({ file })).toMatchObject({ context: 'here', namespace: 'default' });
  const chosen = await readKubeconfig({ file, context: 'there' });
  expect(chosen).toMatchObject({ context: 'there', namespace: 'kubeflow', cluster: { server: 'https://one:6443' } });
});

test('the first file in KUBECONFIG that defines a name wins, and missing files are ignored', async () => {
  const [first, second] = [await kubeconfig('first', { token: '1' }), await kubeconfig('second', { token: '2' })];
  vi.stubEnv('KUBECONFIG', [path.join(directory, 'none'), first, second].join(path.delimiter));
  expect(await readKubeconfig({})).toMatchObject({ user: { token: '1' }, cluster: { server: 'https://first:6443' } });
});

test.each([
  ['a missing file', async () => ({ file: '/nowhere/config' }), /^--kubeconfig \/nowhere\/config: no such file$/],
  [
    'no kubeconfig',
    async () => {
      vi.stubEnv('HOME', directory);
      return {};
    },
    /\.kube\/config does not exist; pass the path of the cluster's kubeconfig/,
  ],
  [
    'broken YAML',
    async () => {
      const file = path.join(directory, 'broken');
      await writeFile(file, 'clusters: [{');
      return { file };
    },
    /broken is not a valid kubeconfig: /,
  ],
  [
    'an empty file',
    async () => {
      const file = path.join(directory, 'empty');
      await writeFile(file, '');
      return { file };
    },
    /is not a valid kubeconfig: expected a YAML mapping/,
  ],
  [
    'an unknown context',
    async () => ({ file: await kubeconfig('x', {}), context: 'prod' }),
    /--context prod: .* no such context; its contexts: here$/,
  ],
  [
    'no current context',
    async () => ({ file: await kubeconfig('x', {}, { 'current-context': '' }) }),
    /has no current context; .*: here$/,
  ],
  [
    'an unknown cluster',
    async () => ({ file: await kubeconfig('x', {}, { clusters: [] }) }),
    /has no cluster c, to which/,
  ],
  ['an unknown user', async () => ({ file: await kubeconfig('x', {}, { users: [] }) }), /has no user u, to which/],
])('%s is reported', async (_case, choice, message) => {
  const reading = readKubeconfig(await choice());
  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow(message);
});

const plugin = async (script: string): Promise<string> => {
  const bin = path.join(directory, 'bin');
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, 'plugin');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return './bin/plugin';
};

const exec = (command: string) => ({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command, env: null } });

test('a credential plugin with a path relative to the kubeconfig is run with the environment that kubectl sets', async () => {
  const command = await plugin(`[ "$KUBERNETES_EXEC_INFO" ] || exit 1\nprintf '{"status":{"token":"of-the-plugin"}}'`);
  const chosen = await readKubeconfig({ file: await kubeconfig('with-plugin', exec(command)) });
  expect(await askForCredentials(chosen)).toEqual({ token: 'of-the-plugin' });
});

test('the error of a failing plugin is reported, and so is a missing plugin', async () => {
  const failing = await plugin('echo "session expired, run: cloud login" >&2\nexit 3');
  const chosen = await readKubeconfig({ file: await kubeconfig('failing', exec(failing)) });
  await expect(askForCredentials(chosen)).rejects.toThrow(
    /user u gets credentials from .*plugin, which failed: session expired, run: cloud login/,
  );
  const missing = await readKubeconfig({ file: await kubeconfig('missing', exec('no-such-plugin')) });
  await expect(askForCredentials(missing)).rejects.toThrow(/from no-such-plugin, which failed: .*ENOENT/);
});
