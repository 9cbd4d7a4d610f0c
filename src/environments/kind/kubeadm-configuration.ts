import { stringify } from 'yaml';
import { patience } from '../../waiting/slowness.ts';

/** What differs between the clusters that kubeadm makes. */
export interface KubeadmInput {
  /** `v1.34.4` */
  readonly version: string;
  readonly cluster: string;
  /** The node's host name. */
  readonly node: string;
  /** The node's address in its network. */
  readonly address: string;
  /** Names and addresses that the API server is reached by from outside. */
  readonly hosts: readonly string[];
  /** Where the API server writes down what it is asked. */
  readonly audit?: NodeAudit;
}

/** A folder of the node with a policy, in which kube-apiserver keeps its audit log. */
export interface NodeAudit {
  readonly directory: string;
  /** `--audit-policy-file=…` and what belongs to it, with paths in the node. */
  readonly flags: readonly string[];
}

/** Addresses of pods; the offline node image's network is a part of it. */
export const podSubnet = '10.244.0.0/16';

/** Addresses of Services. */
export const serviceSubnet = '10.96.0.0/16';

const extraArgs = (args: Readonly<Record<string, string>>) =>
  Object.entries(args).map(([name, value]) => ({ name, value }));

const auditOf = ({ directory, flags }: NodeAudit) => ({
  extraArgs: flags.map((flag) => {
    const [, name, value] = /^--([^=]+)=(.*)$/.exec(flag) ?? [];
    return { name, value };
  }),
  extraVolumes: [{ name: 'audit', hostPath: directory, mountPath: directory, readOnly: false, pathType: 'Directory' }],
});

/** The configuration of a cluster with one node, as kubeadm of Kubernetes 1.31 and later reads it. */
export const kubeadmConfiguration = ({ version, cluster, node, address, hosts, audit }: KubeadmInput): string =>
  [
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      kubernetesVersion: version,
      clusterName: cluster,
      controlPlaneEndpoint: `${node}:6443`,
      apiServer: {
        certSANs: [...new Set(['localhost', '127.0.0.1', ...hosts])],
        ...(audit !== undefined && auditOf(audit)),
      },
      controllerManager: {
        extraArgs: extraArgs({
          // Serves the storage class of the offline node image.
          'enable-hostpath-provisioner': 'true',
          // One node elects nobody, and its controllers start as fast as they can.
          'leader-elect': 'false',
          'kube-api-qps': '500',
          'kube-api-burst': '1000',
          'concurrent-namespace-syncs': '20',
        }),
      },
      scheduler: { extraArgs: extraArgs({ 'leader-elect': 'false' }) },
      networking: { podSubnet, serviceSubnet },
    },
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'InitConfiguration',
      localAPIEndpoint: { advertiseAddress: address, bindPort: 6443 },
      nodeRegistration: {
        criSocket: 'unix:///run/containerd/containerd.sock',
        kubeletExtraArgs: extraArgs({ 'node-ip': address }),
      },
      // It looks for what no container has: modules, swap, sysctls.
      skipPhases: ['preflight'],
      // A kubelet that does not start is seen sooner than a control plane, which has the four minutes that kubeadm gives both.
      timeouts: { kubeletHealthCheck: `${patience(60)}s`, controlPlaneComponentHealthCheck: `${patience(240)}s` },
    },
    {
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      cgroupDriver: 'systemd',
      cgroupRoot: '/kubelet',
      failSwapOn: false,
      // From Kubernetes 1.35 on the kubelet refuses such a machine unless it is told not to.
      failCgroupV1: false,
      // The disk is the machine's: how full it is says nothing about the node.
      imageGCHighThresholdPercent: 100,
      evictionHard: { 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
    },
    {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: 'iptables',
      iptables: { minSyncPeriod: '1s' },
      conntrack: { maxPerCore: 0 },
    },
  ]
    .map((document) => stringify(document))
    .join('---\n');
