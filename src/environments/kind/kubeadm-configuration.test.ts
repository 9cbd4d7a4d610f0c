import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kubeadmConfiguration } from './kubeadm-configuration.ts';

const documents = (hosts: readonly string[]) =>
  parseAllDocuments(
    kubeadmConfiguration({
      version: 'v1.34.4',
      cluster: 'one',
      node: 'one-control-plane',
      address: '172.18.0.2',
      hosts,
    }),
  ).map((document) => document.toJS() as Record<string, unknown>);

test('each part that kubeadm reads is there, in the version that it takes from Kubernetes 1.31 on', () => {
  expect(documents([]).map(({ apiVersion, kind }) => `${String(apiVersion)} ${String(kind)}`)).toEqual([
    'kubeadm.k8s.io/v1beta4 ClusterConfiguration',
    'kubeadm.k8s.io/v1beta4 InitConfiguration',
    'kubelet.config.k8s.io/v1beta1 KubeletConfiguration',
    'kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration',
  ]);
});

// Why: without the name that an engine elsewhere is reached by, no client would trust the API server.
test('the certificate is for loopback and for where the engine is', () => {
  expect(documents(['127.0.0.1', 'build.example'])[0]).toMatchObject({
    controlPlaneEndpoint: 'one-control-plane:6443',
    apiServer: { certSANs: ['localhost', '127.0.0.1', 'build.example'] },
  });
});

// Why: on cgroup v1 and v2 alike, the control plane never starts when the kubelet and containerd disagree.
test('the kubelet manages groups as the node image says', () => {
  expect(documents([])[2]).toMatchObject({ cgroupDriver: 'systemd', cgroupRoot: '/kubelet', failSwapOn: false });
});

// Why: kube-apiserver is a pod: a folder that it is not given is none for it, and it does not start.
test('the folder of the audit log is given to the API server with the flags', () => {
  const flags = ['--audit-policy-file=/kind/audit/policy.yaml', '--audit-log-mode=blocking'];
  const [cluster] = parseAllDocuments(
    kubeadmConfiguration({
      version: 'v1.34.4',
      cluster: 'one',
      node: 'one-control-plane',
      address: '172.18.0.2',
      hosts: [],
      audit: { directory: '/kind/audit', flags },
    }),
  ).map((document) => document.toJS() as Record<string, unknown>);
  expect(cluster).toMatchObject({
    apiServer: {
      extraArgs: [
        { name: 'audit-policy-file', value: '/kind/audit/policy.yaml' },
        { name: 'audit-log-mode', value: 'blocking' },
      ],
      extraVolumes: [{ hostPath: '/kind/audit', mountPath: '/kind/audit', readOnly: false }],
    },
  });
});
