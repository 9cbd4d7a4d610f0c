import type { Toolchain } from './versions.ts';

/** The components of the local environment, in addition to MariaDB. */
export const localComponentNames = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;

/** The programs that the harness runs on this machine. Those not in the local environment are set up on demand. */
export const componentNames = [...localComponentNames, 'kubectl', 'k6', 'etcdctl', 'etcdutl'] as const;

/** The further programs of a kind node, and the kind command. They are built only for an offline node image. */
export const nodeComponentNames = [
  'kubeadm',
  'kubelet',
  'kube-scheduler',
  'kube-proxy',
  'coredns',
  'pause',
  'kind',
] as const;

export type ComponentName = (typeof componentNames)[number] | (typeof nodeComponentNames)[number];

/** The build of a component, and the command that prints its version. */
export interface Recipe {
  readonly toolchain: Toolchain;
  /** The Go package of the program. */
  readonly package: string;
  readonly versionArguments: readonly string[];
  /** The first group is the version without a leading v. */
  readonly versionPattern: RegExp;
}

const etcd = (program: string, versionArgument: string): Recipe => ({
  toolchain: 'etcd',
  package: `go.etcd.io/etcd/${program}/v3`,
  versionArguments: [versionArgument],
  versionPattern: /^etcd\w* [Vv]ersion: (\S+)$/m,
});

const kubernetes = (name: string, versionArguments: readonly string[], versionPattern: RegExp): Recipe => ({
  toolchain: 'kubernetes',
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionArguments,
  versionPattern,
});

export const recipes: Readonly<Record<ComponentName, Recipe>> = {
  etcd: etcd('server', '--version'),
  etcdctl: etcd('etcdctl', 'version'),
  etcdutl: etcd('etcdutl', 'version'),
  'kube-apiserver': kubernetes('kube-apiserver', ['--version'], /^Kubernetes v(\S+)$/m),
  'kube-controller-manager': kubernetes('kube-controller-manager', ['--version'], /^Kubernetes v(\S+)$/m),
  kubectl: kubernetes('kubectl', ['version', '--client'], /^Client Version: v(\S+)$/m),
  kubeadm: kubernetes('kubeadm', ['version', '-o', 'short'], /^v(\S+)$/m),
  kubelet: kubernetes('kubelet', ['--version'], /^Kubernetes v(\S+)$/m),
  'kube-scheduler': kubernetes('kube-scheduler', ['--version'], /^Kubernetes v(\S+)$/m),
  'kube-proxy': kubernetes('kube-proxy', ['--version'], /^Kubernetes v(\S+)$/m),
  coredns: {
    toolchain: 'coredns',
    package: 'kfp-conformance/toolchain/coredns',
    versionArguments: ['-version'],
    versionPattern: /^CoreDNS-(\S+)$/m,
  },
  // pause is always built, so its version is never queried.
  pause: {
    toolchain: 'pause',
    package: 'kfp-conformance/toolchain/pause',
    versionArguments: ['--version'],
    versionPattern: /^pause (\S+)$/m,
  },
  kind: {
    toolchain: 'kind',
    package: 'sigs.k8s.io/kind',
    versionArguments: ['--version'],
    versionPattern: /^kind version (\S+)/m,
  },
  k6: {
    toolchain: 'k6',
    package: 'go.k6.io/k6/v2',
    versionArguments: ['version'],
    versionPattern: /^k6(?:\.exe)? v(\S+)/m,
  },
};
