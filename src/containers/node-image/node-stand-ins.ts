const network = {
  cniVersion: '0.4.0',
  name: 'kindnet',
  plugins: [
    {
      // Routed, not bridged: traffic to a Service's address passes iptables without br_netfilter.
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

/** Read by whoever applies the manifests of a node image: this one's network needs no pods. */
const defaultCni = `apiVersion: v1
kind: ConfigMap
metadata:
  name: network
  namespace: kube-system
data:
  plugin: ptp
  podSubnet: "{{ .PodSubnet }}"
`;

/** Served by the controller manager itself, with enable-hostpath-provisioner. */
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

/** `kind export logs` asks for the images, by a program that comes neither as a Debian package nor as a Go module. */
const crictl = `#!/bin/sh
[ "$*" = images ] || { echo "crictl of this node image knows only \`crictl images\`: use ctr --namespace=k8s.io" >&2; exit 1; }
exec ctr --namespace=k8s.io images ls
`;

/** Programs of a node that stand in for what kind's published images have. */
export const nodeScripts: Readonly<Record<string, string>> = { 'usr/local/bin/crictl': crictl };

/** Files of a node that stand in for kindnet and the local-path provisioner of kind's published images. */
export const nodeManifests: Readonly<Record<string, string>> = {
  'etc/cni/net.d/10-kindnet.conflist': JSON.stringify(network),
  'kind/manifests/default-cni.yaml': defaultCni,
  'kind/manifests/default-storage.yaml': defaultStorage,
};
