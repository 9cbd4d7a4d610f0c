import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { parseAllDocuments } from 'yaml';
import type { Json } from '../../clients/json-response.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { packagePath } from '../../package-path.ts';
import type { LocalImage } from '../../containers/images/local-image.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { DatabaseAccess } from '../environment.ts';
import { describeDatabase, type DatabaseAddress, type DatabaseDescription } from '../describe-database.ts';
import { databaseUser, initialStatements } from '../../components/mariadb-settings.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import type { AllocatedPort } from './node-ports.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** MariaDB as a pod of a cluster. */
export interface ClusterDatabase extends AsyncDisposable {
  /** The address and credentials for this machine. */
  readonly access: DatabaseAccess;
  /** The address for pods. */
  readonly inCluster: Pick<DatabaseAccess, 'host' | 'port'>;
  /** Aborted with an EnvironmentError when the database has exited unexpectedly, which loses all its data. */
  readonly broken: AbortSignal;
}

const deadlineMs = 90_000;
const inCluster = { host: 'database.kfp-conformance.svc', port: 3306 };

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Record<string, unknown>;
}

/** The manifests, with the values that differ between runs. */
export const databaseObjects = async (image: string, statements: string, nodePort: number): Promise<readonly Json[]> =>
  parseAllDocuments(await readFile(packagePath('fixtures', 'deployment', 'database.yaml'), 'utf8')).map((document) => {
    const { kind } = document.toJS() as Document;
    if (kind === 'Secret') document.set('stringData', { 'init.sql': statements });
    if (kind === 'Service') document.setIn(['spec', 'ports', 0, 'nodePort'], nodePort);
    if (kind === 'Deployment') document.setIn(['spec', 'template', 'spec', 'containers', 0, 'image'], image);
    return document.toJS() as Json;
  });

/** Detects the exit of the database through an idle connection. */
const watchConnection = async (
  address: DatabaseAddress,
): Promise<{ readonly broken: AbortSignal; readonly connection: Connection }> => {
  const broken = new AbortController();
  const connection = await createConnection({ ...address, connectTimeout: 5000, enableKeepAlive: true });
  // By default the server closes an idle connection after eight hours.
  await connection.query('SET SESSION wait_timeout = 2147483');
  const ended = (): void => broken.abort(new EnvironmentError('the database in the cluster exited unexpectedly'));
  connection.on('error', ended);
  connection.on('end', ended);
  return { broken: broken.signal, connection };
};

/** Adds the state and events of the database pod to an error. */
const withPods = async (cluster: StartedKindCluster, cause: EnvironmentError): Promise<EnvironmentError> => {
  const pods = await cluster.kubectl('describe', 'pods', '--namespace=kfp-conformance');
  const events = pods.slice(pods.indexOf('Containers:')).trim().split('\n').slice(-25).join('\n  ');
  return new EnvironmentError(
    `${cause.message}. kubectl describe pods:\n  ${events || 'the namespace kfp-conformance has no pods'}`,
    {
      cause,
    },
  );
};

/** Deploys MariaDB, whose image the node has, and waits until this machine can connect to it. */
export const startClusterDatabase = async (
  cluster: StartedKindCluster,
  client: ClusterClient,
  image: LocalImage,
  port: AllocatedPort,
  signal: AbortSignal,
): Promise<ClusterDatabase> => {
  const password = randomBytes(24).toString('hex');
  const objects = await databaseObjects(image.reference, initialStatements('%', password), port.inCluster);
  for (const resource of objects) await client.apply(resource);
  const address = { host: '127.0.0.1', port: port.onHost, user: databaseUser, password };
  const described = await waitUntil<DatabaseDescription>(
    {
      name: `the database in ${cluster.name}`,
      deadlineMs,
      look: async () => {
        try {
          return { done: await describeDatabase(address) };
        } catch (cause) {
          return { observed: (cause as Error).message };
        }
      },
    },
    { signal },
  ).catch(async (cause: unknown) => {
    throw cause instanceof EnvironmentError && !signal.aborted ? await withPods(cluster, cause) : cause;
  });
  const { broken, connection } = await watchConnection(address);
  return {
    access: { ...address, ...described },
    inCluster,
    broken,
    [Symbol.asyncDispose]: () => {
      connection.removeAllListeners();
      // Errors while the connection is closed are ignored.
      connection.on('error', () => {});
      connection.destroy();
      return Promise.resolve();
    },
  };
};
