import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf, type OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { AuditFiles } from '../audit/audit-policy.ts';
import { createAuthority, signingKey, type Authority, type KeyPair } from '../../certificates/authority.ts';
import { awaitComponent } from './await-ready.ts';
import { goEnvironment, type ComponentHost } from './component-host.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** The user as which the harness and kube-controller-manager authenticate. */
export const administrator = 'kfp-conformance';

/** The keys and certificates of a control plane, which are created before any component starts. */
export interface ControlPlaneKeys {
  readonly authority: Authority;
  readonly admin: KeyPair;
  readonly files: {
    readonly ca: string;
    readonly certificate: string;
    readonly key: string;
    readonly serviceAccount: string;
  };
}

export const createControlPlaneKeys = async (directory: string): Promise<ControlPlaneKeys> => {
  const authority = await createAuthority();
  const [serving, admin] = await Promise.all([
    authority.server('kube-apiserver', ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc']),
    authority.client(administrator, ['system:masters']),
  ]);
  const write = async (name: string, content: string): Promise<string> => {
    const file = path.join(directory, name);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  };
  const [ca, certificate, key, serviceAccountPath] = await Promise.all([
    write('ca.crt', authority.certificate),
    write('kube-apiserver.crt', serving.certificate),
    write('kube-apiserver.key', serving.key),
    write('service-account.key', signingKey()),
  ]);
  return { authority, admin, files: { ca, certificate, key, serviceAccount: serviceAccountPath } };
};

export interface KubeApiServer {
  readonly process: SupervisedProcess;
  readonly access: OwnKubernetesAccess;
}

const readinessTimeoutMs = 2000;

/** The checks that fail; undefined if the server is ready. Readiness includes the bootstrap of the RBAC roles. */
const failingChecks = async (cluster: ClusterClient): Promise<string | undefined> => {
  try {
    const { status, body } = await cluster.call('GET', '/readyz?verbose');
    if (status === 200) return undefined;
    return `status ${status}, ${body
      .split('\n')
      .filter((line) => line.startsWith('[-]'))
      .join(', ')}`;
  } catch (cause) {
    return (cause as Error).message;
  }
};

/** Starts kube-apiserver on loopback with RBAC, service account tokens and its own TLS certificate. */
export const startKubeApiServer = async (
  program: string,
  etcdEndpoint: string,
  keys: ControlPlaneKeys,
  audit: AuditFiles | undefined,
  host: ComponentHost,
): Promise<KubeApiServer> => {
  const { requestLimits: limits } = host.settings;
  const port = await host.freePort();
  const endpoint = `https://127.0.0.1:${port}`;
  const issuer = 'https://kubernetes.default.svc';
  const process = await host.spawn('kube-apiserver', {
    file: program,
    args: [
      `--etcd-servers=${etcdEndpoint}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${port}`,
      // Endpoints of the Service `kubernetes` must not be loopback addresses, and no pod needs them here.
      '--endpoint-reconciler-type=none',
      '--service-cluster-ip-range=10.96.0.0/16',
      `--tls-cert-file=${keys.files.certificate}`,
      `--tls-private-key-file=${keys.files.key}`,
      `--client-ca-file=${keys.files.ca}`,
      '--authorization-mode=RBAC',
      `--service-account-issuer=${issuer}`,
      `--api-audiences=${issuer}`,
      `--service-account-key-file=${keys.files.serviceAccount}`,
      `--service-account-signing-key-file=${keys.files.serviceAccount}`,
      // Many scenarios at the same time need more than the defaults of the flow control, 400 and 200.
      ...(limits === undefined
        ? []
        : [`--max-requests-inflight=${limits.all}`, `--max-mutating-requests-inflight=${limits.mutating}`]),
      '--delete-collection-workers=4',
      '--event-ttl=10m',
      ...(audit?.flags ?? []),
    ],
    env: goEnvironment(host),
    cwd: host.directory,
  });
  const { certificate, key } = keys.admin;
  const kubeconfigPath = path.join(host.directory, 'kubeconfig');
  const access = { endpoint, ca: keys.authority.certificate, certificate, key, kubeconfigPath };
  const cluster = clusterClient(connectionOf(access), { timeoutMs: readinessTimeoutMs });
  await awaitComponent(process, 60_000, host.signal, () => failingChecks(cluster));
  await writeKubeconfig(kubeconfigPath, endpoint, keys.authority.certificate, keys.admin);
  return { process, access };
};
