import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../failures/usage-error.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { requireAllowedHosts } from './allowed-hosts.ts';

const kubeconfigFor = async (server: string): Promise<string> => {
  const file = path.join(await temporaryDirectory(), 'kubeconfig');
  const cluster = { name: 'c', cluster: { server } };
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  const config = { clusters: [cluster], contexts: [context], users: [{ name: 'u', user: {} }], 'current-context': 'c' };
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
  return file;
};

const here = 'https://127.0.0.1:6443';

test.each([
  [here, undefined, []],
  [here, 'http://localhost:8888', []],
  ['https://[::1]:6443', 'http://127.1.2.3/pipeline', []],
  ['https://10.0.0.1:6443', 'https://kfp.example.com', ['10.0.0.1', 'kfp.example.com']],
])('%s with %s may be measured where %j are allowed', async (server, endpoint, allowedHosts) => {
  const kubeconfig = await kubeconfigFor(server);
  const checking = requireAllowedHosts({ kubeconfig, ...(endpoint !== undefined && { endpoint }), allowedHosts });
  await expect(checking).resolves.toBeUndefined();
});

test.each([
  [
    'https://10.0.0.1:6443',
    undefined,
    [],
    /^the Kubernetes API is on 10\.0\.0\.1, .* pass --allow-remote 10\.0\.0\.1$/,
  ],
  [here, 'https://kfp.example.com/pipeline', [], /^the REST API is on kfp\.example\.com, /],
  // Why: a part of a name, or another host of the domain, is not the host.
  [
    here,
    'https://kfp.example.com',
    ['example.com', 'https://kfp.example.com'],
    /^the REST API is on kfp\.example\.com/,
  ],
  [here, 'http://127.0.0.1.example.com', [], /on 127\.0\.0\.1\.example\.com/],
  [here, 'http://localhost.example.com', [], /on localhost\.example\.com/],
  [
    'https://k.example.com',
    'https://r.example.com',
    ['k.example.com'],
    /^the REST API is on r\.example\.com, .*--allow-remote r\.example\.com$/,
  ],
  [
    'https://k.example.com',
    'https://r.example.com',
    [],
    /^the Kubernetes API is on k\.example\.com and the REST API is on r\.example\.com, .*--allow-remote k\.example\.com --allow-remote r\.example\.com$/,
  ],
])('%s with %s is refused where only %j are allowed', async (server, endpoint, allowedHosts, message) => {
  const kubeconfig = await kubeconfigFor(server);
  const checking = requireAllowedHosts({ kubeconfig, ...(endpoint !== undefined && { endpoint }), allowedHosts });
  await expect(checking).rejects.toThrow(UsageError);
  await expect(checking).rejects.toThrow(message);
});
