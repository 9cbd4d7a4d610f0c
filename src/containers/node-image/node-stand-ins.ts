const network = {
  cniVersion: '0.4.0',
  name: 'kindnet',
  plugins: [
    {
      // With routing instead of a bridge, traffic to a Service's address passes iptables without br_netfilter.
      type: 'ptp',
      ipMasq: true,
      mtu: 1500,
      ipam: {
        type: 'host-local',
        dataDir: '/run/cni-ipam-state',
        ranges: [[{ subnet: '10.244.0.0/24' }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** The CNI manifest that kind expects in a node image. The network of this image needs no pods. */
const defaultCni = `apiVersion: v1
kind: ConfigMap
metadata:
  name: network
  namespace: kube-system
data:
  plugin: ptp
  podSubnet: "{{ .PodSubnet }}"
`;

/** Provisioned by kube-controller-manager with --enable-hostpath-provisioner. */
const defaultStorage = `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: standard
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: kubernetes.io/host-path
reclaimPolicy: Delete
volumeBindingMode: Immediate
`;

/** `kind export logs` calls `crictl images`, and crictl is available neither as a Debian package nor as a Go module. */
const crictl = `#!/bin/sh
[ "$*" = images ] || { echo "the crictl of this node image supports only \`crictl images\`: use ctr --namespace=k8s.io" >&2; exit 1; }
exec ctr --namespace=k8s.io images ls
`;

/** Scripts of a node that replace programs of kind's published images. */
export const nodeScripts: Readonly<Record<string, string>> = { 'usr/local/bin/crictl': crictl };

/** Files of a node that replace kindnet and the local-path provisioner of kind's published images. */
export const nodeManifests: Readonly<Record<string, string>> = {
  'etc/cni/net.d/10-kindnet.conflist': JSON.stringify(network),
  'kind/manifests/default-cni.yaml': defaultCni,
  'kind/manifests/default-storage.yaml': defaultStorage,
};
