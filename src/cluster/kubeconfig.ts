import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { KeyPair } from '../certificates/authority.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A self-contained kubeconfig, with certificates and key inline. */
export const kubeconfigOf = (endpoint: string, ca: string, { certificate, key }: KeyPair): string => {
  const name = 'kfp-conformance';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: endpoint, 'certificate-authority-data': base64(ca) } }],
    users: [{ name, user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  };
  return stringify(config, { lineWidth: 0 });
};

/** Writes a self-contained kubeconfig with mode 0600. */
export const writeKubeconfig = (file: string, endpoint: string, ca: string, pair: KeyPair): Promise<void> =>
  writeFile(file, kubeconfigOf(endpoint, ca, pair), { mode: 0o600 });
