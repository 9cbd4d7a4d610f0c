import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadAll } from 'js-yaml';

/**
 * The address of the Kubernetes API and the server's credentials. `token` is called for every request, because tokens
 * rotate.
 */
export interface KubernetesConnection {
  readonly endpoint: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly skipVerify: boolean;
  readonly token?: () => string;
}

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet renews a projected token long before it expires, so a minute of reuse is safe. */
const tokenReuseMs = 60_000;

const tokenFromFile = (path: string): (() => string) => {
  let token = '';
  let readAt = -Infinity;
  return () => {
    if (Date.now() - readAt > tokenReuseMs) {
      token = readFileSync(path, 'utf8').trim();
      readAt = Date.now();
    }
    return token;
  };
};

/** The connection of the pod's service account. */
export const inClusterConnection = (): KubernetesConnection => {
  const host = process.env['KUBERNETES_SERVICE_HOST'];
  const port = process.env['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) {
    throw new Error(
      'expected KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, found none: run in a pod, or set KUBECONFIG to a kubeconfig file',
    );
  }
  return {
    endpoint: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: readFileSync(`${serviceAccountFolder}/ca.crt`, 'utf8'),
    skipVerify: false,
    token: tokenFromFile(`${serviceAccountFolder}/token`),
  };
};

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const named = (list: unknown, name: unknown, kind: string): Fields | undefined => {
  const entry = (Array.isArray(list) ? list : []).map(record).find((candidate) => candidate['name'] === name);
  return entry && record(entry[kind]);
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const present = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [name in Key]?: Value });

/**
 * The connection of a kubeconfig's current context: client certificate, token or token file. Plug-ins (exec, OIDC) are
 * not supported.
 */
export const kubeconfigConnection = (path: string): KubernetesConnection => {
  const config = record(loadAll(readFileSync(path, 'utf8'))[0]);
  const expected = (what: string): Error => new Error(`kubeconfig ${path}: expected ${what}, found none`);
  const context = named(config['contexts'], config['current-context'], 'context');
  if (!context) throw expected(`a context named "${String(config['current-context'])}" (current-context)`);
  const cluster = named(config['clusters'], context['cluster'], 'cluster');
  if (!cluster) throw expected(`a cluster named "${String(context['cluster'])}"`);
  const user = named(config['users'], context['user'], 'user') ?? {};
  const endpoint = text(cluster['server']);
  if (!endpoint) throw expected('clusters[].cluster.server');
  const plugin = ['exec', 'auth-provider'].find((name) => user[name] !== undefined);
  if (plugin)
    throw new Error(
      `kubeconfig ${path}: user.${plugin} is not supported: use a client certificate, token or tokenFile`,
    );

  const folder = dirname(path);
  const material = (source: Fields, name: string): string | undefined => {
    const inline = text(source[`${name}-data`]);
    if (inline) return Buffer.from(inline, 'base64').toString('utf8');
    const file = text(source[name]);
    return file ? readFileSync(resolve(folder, file), 'utf8') : undefined;
  };
  const fixedToken = text(user['token']);
  const tokenFile = text(user['tokenFile']);
  const token = fixedToken ? () => fixedToken : tokenFile ? tokenFromFile(resolve(folder, tokenFile)) : undefined;
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    skipVerify: cluster['insecure-skip-tls-verify'] === true,
    ...present('ca', material(cluster, 'certificate-authority')),
    ...present('serverName', text(cluster['tls-server-name'])),
    ...present('certificate', material(user, 'client-certificate')),
    ...present('key', material(user, 'client-key')),
    ...present('token', token),
  };
};
