import { serverName } from '../../contract/server-name.ts';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { packagePath } from '../../package-path.ts';
import { object, objects, text, type Json } from '../../clients/json-response.ts';

/** An image that a node has or can pull. */
export interface ServerImage {
  readonly reference: string;
  /** The program in it; absent: the image's own entrypoint. */
  readonly command?: readonly string[];
}

/** What is filled into the manifests of a server. */
export interface ServerFilling {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: ServerImage;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly replicas: number;
  /** Files of the ConfigMap and of the Secret. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables whose values are in the Secret: variable → key. */
  readonly secretEnv: Readonly<Record<string, string>>;
  /** The port of the node that leads to the REST API. */
  readonly nodePort: number;
  /** False: the server is given no identity of its pod. */
  readonly podIdentity: boolean;
}

/** Where the manifests have the files of ConfigMap and Secret, and what may be written to. */
export const podFolders = {
  config: '/etc/kfp/config',
  secret: '/etc/kfp/secret',
  home: '/etc/kfp/home',
  temporary: '/tmp',
};
export const podPorts = { http: 8888, rpc: 8887, webhook: 8443 };

const template = async (): Promise<readonly Json[]> => {
  const content = await readFile(packagePath('fixtures/deployment/server.yaml'), 'utf8');
  return parseAllDocuments(content).map((document) => document.toJS() as Json);
};

const podOf = (spec: Json, filling: ServerFilling): Json => {
  const [container = {}] = objects(spec, 'containers');
  return {
    ...spec,
    automountServiceAccountToken: filling.podIdentity,
    containers: [
      {
        ...container,
        image: filling.image.reference,
        ...(filling.image.command !== undefined && { command: filling.image.command }),
        args: filling.args,
        env: [
          ...Object.entries(filling.env).map(([name, value]) => ({ name, value })),
          ...Object.entries(filling.secretEnv).map(([name, key]) => ({
            name,
            valueFrom: { secretKeyRef: { name: serverName, key } },
          })),
        ],
      },
    ],
  };
};

const filled = (document: Json, filling: ServerFilling): Json => {
  const metadata = object(document, 'metadata');
  const labels = { ...object(metadata, 'labels'), ...filling.labels };
  const own = { ...document, metadata: { ...metadata, namespace: filling.namespace, labels } };
  const spec = object(document, 'spec');
  switch (text(document, 'kind')) {
    case 'ConfigMap':
      return { ...own, data: filling.configuration };
    case 'Secret':
      return { ...own, stringData: filling.secrets };
    case 'Service': {
      const [http = {}, ...others] = objects(spec, 'ports');
      return { ...own, spec: { ...spec, ports: [{ ...http, nodePort: filling.nodePort }, ...others] } };
    }
    case 'Deployment': {
      const pod = object(spec, 'template');
      return {
        ...own,
        spec: {
          ...spec,
          replicas: filling.replicas,
          template: {
            metadata: { labels: { ...object(object(pod, 'metadata'), 'labels'), ...filling.labels } },
            spec: podOf(object(pod, 'spec'), filling),
          },
        },
      };
    }
    default:
      return own;
  }
};

/** The objects of a server in a cluster, from this project's manifests, in the order in which they are to be made. */
export const serverObjects = async (filling: ServerFilling): Promise<readonly Json[]> =>
  (await template()).map((document) => filled(document, filling));

/** A Service for one replica, picked by a label that the harness gives its pod. */
export const replicaService = (namespace: string, labels: Json, replica: number, nodePort: number): Json => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `${serverName}-${replica}`, namespace, labels },
  spec: {
    type: 'NodePort',
    selector: { app: serverName, [replicaLabel]: String(replica) },
    ports: [{ name: 'http', port: podPorts.http, targetPort: 'http', nodePort }],
  },
});

/** Tells the pods of one Deployment apart. */
export const replicaLabel = 'kfp-conformance/replica';
