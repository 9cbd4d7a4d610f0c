import type { StartedTestContainer } from 'testcontainers';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { kubeadmConfiguration, podSubnet, serviceSubnet, type NodeAudit } from './kubeadm-configuration.ts';

/** A node whose systemd is up. */
export interface BootedNode {
  readonly container: StartedTestContainer;
  readonly name: string;
  readonly node: string;
  readonly network: string;
  readonly audit?: NodeAudit;
}

/** What the bootstrap found out. */
export interface BootstrappedNode {
  /** `v1.34.4` */
  readonly version: string;
  /** A cluster administrator's, for this machine. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
}

const kubectl = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', '--request-timeout=10s'] as const;
const kubeadmLog = '/kind/kubeadm.log';
const kubeadmCode = '/kind/kubeadm.code';
/** Runs by itself, so that what it does can be looked at meanwhile. */
const kubeadm = `kubeadm init --config=/kind/kubeadm.conf --skip-token-print > ${kubeadmLog} 2>&1; echo $? > ${kubeadmCode}`;
/** A little more than kubeadm itself waits for the control plane. */
const kubeadmMs = 270_000;
const manifestMs = 30_000;
const readyMs = 180_000;

const reachedBy = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

/** Makes a cluster of a booted node: kubeadm, the image's network and storage, no taint, Ready. */
export const bootstrapNode = async (
  { container, name, node, network, audit }: BootedNode,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<BootstrappedNode> => {
  const run = async (what: string, deadlineMs: number, command: readonly string[]): Promise<string> => {
    const look = async () => ({ done: await container.exec([...command]) });
    const { exitCode, output, stdout } = await waitUntil({ name: `${what} in ${node}`, deadlineMs, look }, { signal });
    if (exitCode !== 0)
      throw new EnvironmentError(
        `${what} in ${node} failed: ${command.join(' ')} ended with ${exitCode}. It said:\n  ${output.trim().split('\n').slice(-12).join('\n  ')}`,
      );
    return stdout;
  };
  const observe = (what: string, deadlineMs: number, command: readonly string[], done: (printed: string) => boolean) =>
    waitUntil(
      {
        name: `${what} in ${node}`,
        deadlineMs,
        look: async () => {
          const { exitCode, output, stdout } = await container.exec([...kubectl, ...command]);
          return exitCode === 0 && done(stdout.trim()) ? { done: stdout } : { observed: output.trim() || 'nothing' };
        },
      },
      { signal },
    );

  const kubeadmEnded = async () => {
    const { exitCode, stdout } = await container.exec([
      'sh',
      '-c',
      `cat ${kubeadmCode} || { tail -n 1 ${kubeadmLog}; exit 1; }`,
    ]);
    return exitCode === 0 && stdout.trim() !== '' ? { done: stdout.trim() } : { observed: stdout.trim() || 'nothing' };
  };

  const version = (await run('reading the version', manifestMs, ['cat', '/kind/version'])).trim();
  const host = reachedBy(container.getHost());
  const address = container.getIpAddress(network);
  await container.copyContentToContainer([
    {
      target: '/kind/kubeadm.conf',
      content: kubeadmConfiguration({
        version,
        cluster: name,
        node,
        address,
        hosts: [host],
        ...(audit !== undefined && { audit }),
      }),
    },
  ]);
  // A connection to a Service that kube-proxy has not yet written rules for is refused, and tried again. Else it would
  // leave the node, and hang for the half minute that CoreDNS gives it.
  const refuse = ['iptables', '--append', 'FORWARD', '--destination', serviceSubnet, '--jump', 'REJECT'];
  await run('refusing unknown Services', manifestMs, refuse);
  progress(`kubeadm init of Kubernetes ${version}`);
  await run('starting kubeadm', manifestMs, ['sh', '-c', `setsid sh -c '${kubeadm}' > /dev/null 2>&1 &`]);
  const code = await waitUntil(
    { name: `kubeadm init in ${node}`, deadlineMs: kubeadmMs, look: kubeadmEnded },
    { signal },
  );
  if (code !== '0') {
    const { output } = await container.exec(['tail', '-n', '12', kubeadmLog]);
    throw new EnvironmentError(
      `kubeadm init in ${node} failed with ${code}. It said:\n  ${output.trim().replaceAll('\n', '\n  ')}`,
    );
  }
  const endpoint = `https://${host}:${container.getMappedPort(6443)}`;
  const own = await run('reading the kubeconfig', manifestMs, ['cat', '/etc/kubernetes/admin.conf']);
  const kubeconfig = own.replace(/server: .*/, `server: ${endpoint}`);

  progress('network and storage');
  const cni = await run('reading the network manifest', manifestMs, ['cat', '/kind/manifests/default-cni.yaml']);
  await container.copyContentToContainer([
    { target: '/kind/cni.yaml', content: cni.replaceAll('{{ .PodSubnet }}', podSubnet) },
  ]);
  await run('applying the network', manifestMs, [...kubectl, 'create', '-f', '/kind/cni.yaml']);
  await run('applying the storage', manifestMs, [...kubectl, 'apply', '-f', '/kind/manifests/default-storage.yaml']);
  const taint = 'node-role.kubernetes.io/control-plane-';
  await run('taking the taint away', manifestMs, [...kubectl, 'taint', 'nodes', '--all', taint]);
  const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers-';
  await run('taking a label away', manifestMs, [...kubectl, 'label', 'nodes', '--all', excluded]);

  progress('waiting for Ready');
  const condition = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")]}';
  await observe('node Ready', readyMs, ['get', 'nodes', '-o', condition], (printed) => /"status":"True"/.test(printed));
  // Pods are refused before it exists.
  const serviceAccount = ['get', 'serviceaccount', 'default', '--namespace=default', '--output=name'];
  await observe('ServiceAccount default', readyMs, serviceAccount, (printed) => printed !== '');
  return { version, kubeconfig, endpoint };
};
