import type { StartedTestContainer } from 'testcontainers';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { kubeadmConfiguration, podSubnet, serviceSubnet, type NodeAudit } from './kubeadm-configuration.ts';

/** A node whose systemd has started. */
export interface BootedNode {
  readonly container: StartedTestContainer;
  readonly name: string;
  readonly node: string;
  readonly network: string;
  readonly audit?: NodeAudit;
}

/** The version and the access of a bootstrapped cluster. */
export interface BootstrappedNode {
  /** `v1.34.4` */
  readonly version: string;
  /** The kubeconfig of a cluster administrator, for use on this machine. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
}

const kubectl = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', '--request-timeout=10s'] as const;
const kubeadmLog = '/kind/kubeadm.log';
const kubeadmCode = '/kind/kubeadm.code';
/** Runs in the background, so that its log can be read while it runs. */
const kubeadm = `kubeadm init --config=/kind/kubeadm.conf --skip-token-print > ${kubeadmLog} 2>&1; echo $? > ${kubeadmCode}`;
/** Slightly longer than kubeadm waits for the control plane. */
const kubeadmMs = 270_000;
const manifestMs = 30_000;
const readyMs = 180_000;

const addressOf = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

/** Turns a booted node into a cluster: runs kubeadm, installs network and storage, removes the taint, waits for Ready. */
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
        `${what} in ${node} failed: ${command.join(' ')} exited with code ${exitCode}. Its output:\n  ${output.trim().split('\n').slice(-12).join('\n  ')}`,
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

  const kubeadmExitCode = async () => {
    const { exitCode, stdout } = await container.exec([
      'sh',
      '-c',
      `cat ${kubeadmCode} || { tail -n 1 ${kubeadmLog}; exit 1; }`,
    ]);
    return exitCode === 0 && stdout.trim() !== '' ? { done: stdout.trim() } : { observed: stdout.trim() || 'nothing' };
  };

  const version = (await run('reading the version', manifestMs, ['cat', '/kind/version'])).trim();
  const host = addressOf(container.getHost());
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
  // Connections to a Service without kube-proxy rules are rejected and retried. Otherwise they would leave the node and
  // hang until CoreDNS's time-out of half a minute.
  const reject = ['iptables', '--append', 'FORWARD', '--destination', serviceSubnet, '--jump', 'REJECT'];
  await run('rejecting connections to unknown Services', manifestMs, reject);
  progress(`kubeadm init of Kubernetes ${version}`);
  await run('starting kubeadm', manifestMs, ['sh', '-c', `setsid sh -c '${kubeadm}' > /dev/null 2>&1 &`]);
  const code = await waitUntil(
    { name: `kubeadm init in ${node}`, deadlineMs: kubeadmMs, look: kubeadmExitCode },
    { signal },
  );
  if (code !== '0') {
    const { output } = await container.exec(['tail', '-n', '12', kubeadmLog]);
    throw new EnvironmentError(
      `kubeadm init in ${node} failed with exit code ${code}. Its output:\n  ${output.trim().replaceAll('\n', '\n  ')}`,
    );
  }
  const endpoint = `https://${host}:${container.getMappedPort(6443)}`;
  const nodeKubeconfig = await run('reading the kubeconfig', manifestMs, ['cat', '/etc/kubernetes/admin.conf']);
  const kubeconfig = nodeKubeconfig.replace(/server: .*/, `server: ${endpoint}`);

  progress('installing network and storage');
  const cni = await run('reading the network manifest', manifestMs, ['cat', '/kind/manifests/default-cni.yaml']);
  await container.copyContentToContainer([
    { target: '/kind/cni.yaml', content: cni.replaceAll('{{ .PodSubnet }}', podSubnet) },
  ]);
  await run('applying the network', manifestMs, [...kubectl, 'create', '-f', '/kind/cni.yaml']);
  await run('applying the storage', manifestMs, [...kubectl, 'apply', '-f', '/kind/manifests/default-storage.yaml']);
  const taint = 'node-role.kubernetes.io/control-plane-';
  await run('removing the taint of the node', manifestMs, [...kubectl, 'taint', 'nodes', '--all', taint]);
  const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers-';
  await run('removing a label of the node', manifestMs, [...kubectl, 'label', 'nodes', '--all', excluded]);

  progress('waiting until the node is Ready');
  const condition = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")]}';
  await observe('node Ready', readyMs, ['get', 'nodes', '-o', condition], (printed) => /"status":"True"/.test(printed));
  // Pods are rejected until it exists.
  const serviceAccount = ['get', 'serviceaccount', 'default', '--namespace=default', '--output=name'];
  await observe('ServiceAccount default', readyMs, serviceAccount, (printed) => printed !== '');
  return { version, kubeconfig, endpoint };
};
