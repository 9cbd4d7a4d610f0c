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

test('contains each document that kubeadm reads, in the API version of Kubernetes 1.31 and later', () => {
  expect(documents([]).map(({ apiVersion, kind }) => `${String(apiVersion)} ${String(kind)}`)).toEqual([
    'kubeadm.k8s.io/v1beta4 ClusterConfiguration',
    'kubeadm.k8s.io/v1beta4 InitConfiguration',
    'kubelet.config.k8s.io/v1beta1 KubeletConfiguration',
    'kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration',
  ]);
});

// Why: without the host name of a remote engine no client would trust the API server.
test('the certificate is valid for loopback and for the host of the engine', () => {
  expect(documents(['127.0.0.1', 'build.example'])[0]).toMatchObject({
    controlPlaneEndpoint: 'one-control-plane:6443',
    apiServer: { certSANs: ['localhost', '127.0.0.1', 'build.example'] },
  });
});

// Why: the control plane does not start if the kubelet and containerd use different cgroup drivers.
test('the kubelet uses the cgroup driver of the node image', () => {
  expect(documents([])[2]).toMatchObject({ cgroupDriver: 'systemd', cgroupRoot: '/kubelet', failSwapOn: false });
});

// Why: kube-apiserver is a pod and does not start if the directory is not mounted into it.
test('the directory of the audit log is mounted into the API server, and its flags are set', () => {
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
