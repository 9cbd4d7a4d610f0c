import { serverName } from '../../contract/server-name.ts';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { packagePath } from '../../package-path.ts';
import { object, objects, text, type Json } from '../../clients/json-response.ts';

/** An image that the node has or can pull. */
export interface ServerImage {
  readonly reference: string;
  /** The program to run; default: the entrypoint of the image. */
  readonly command?: readonly string[];
  /** Its digests in the container engine, if it came from there. */
  readonly digests?: readonly string[];
}

/** The values that are filled into the manifests of a server. */
export interface ServerFilling {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: ServerImage;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly replicas: number;
  /** The files of the ConfigMap. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables whose values are in the Secret: variable name → key. */
  readonly secretEnv: Readonly<Record<string, string>>;
  /** The node port of the REST API. */
  readonly nodePort: number;
  /** False: no service account token is mounted in the pod. */
  readonly podIdentity: boolean;
}

/** The mount paths of ConfigMap and Secret in the manifests, and the writable folders. */
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

/** The Kubernetes objects of a server, from this project's manifests, in the order of creation. */
export const serverObjects = async (filling: ServerFilling): Promise<readonly Json[]> =>
  (await template()).map((document) => filled(document, filling));

/** A Service for one replica, selected by a label that the harness sets on its pod. */
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

/** Distinguishes the pods of one Deployment. */
export const replicaLabel = 'kfp-conformance/replica';
