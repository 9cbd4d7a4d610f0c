import { stringify } from 'yaml';
import { patience } from '../../waiting/slowness.ts';

/** The parameters in which clusters differ. */
export interface KubeadmInput {
  /** `v1.34.4` */
  readonly version: string;
  readonly cluster: string;
  /** The node's host name. */
  readonly node: string;
  /** The node's address in its network. */
  readonly address: string;
  /** Names and addresses at which clients outside the cluster reach the API server. */
  readonly hosts: readonly string[];
  /** The audit log of the API server. */
  readonly audit?: NodeAudit;
}

/** A directory of the node that contains the audit policy and kube-apiserver's audit log. */
export interface NodeAudit {
  readonly directory: string;
  /** `--audit-policy-file=…` and the other audit flags, with paths in the node. */
  readonly flags: readonly string[];
}

/** Addresses of pods; contains the network of the offline node image. */
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
          // Required by the storage class of the offline node image.
          'enable-hostpath-provisioner': 'true',
          // A single node needs no leader election, and without it the controllers start faster.
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
      // The preflight checks of modules, swap and sysctls fail in a container.
      skipPhases: ['preflight'],
      // A kubelet that does not start is reported after one minute; the control plane has kubeadm's default of four minutes.
      timeouts: { kubeletHealthCheck: `${patience(60)}s`, controlPlaneComponentHealthCheck: `${patience(240)}s` },
    },
    {
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      cgroupDriver: 'systemd',
      cgroupRoot: '/kubelet',
      failSwapOn: false,
      // Without this setting the kubelet refuses to run on cgroup v1 from Kubernetes 1.35 on.
      failCgroupV1: false,
      // The disk belongs to the host, so its fill level must not cause evictions.
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
