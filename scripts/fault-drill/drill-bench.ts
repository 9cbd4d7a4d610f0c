import { clusterClient, type ClusterClient } from '../../src/cluster/cluster-client.ts';
import { connectionOf } from '../../src/cluster/kubernetes-access.ts';
import { openRun } from '../../src/runner/open-run.ts';

/** An API server in good order, which every row of the drill judges as an installation. */
export interface DrillBench extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` of its REST API. */
  readonly rest: string;
  /** The namespace of its pipelines. */
  readonly namespace: string;
  /** Its Kubernetes API, as an administrator. */
  readonly cluster: ClusterClient;
}

/** Starts the servers on loopback, and the reference implementation on the Kubernetes API. */
export const openBench = async (signal: AbortSignal): Promise<DrillBench> => {
  await using stack = new AsyncDisposableStack();
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const environment = { environment: 'local', target: 'reference' } as const;
  const run = stack.use(await openRun({ environment, modes: [], progress, signal }));
  const { origin, namespace } = await run.pool.sharedTarget('kubernetes', 'default');
  const cluster = clusterClient(connectionOf(run.environment.kubernetes));
  const owned = stack.move();
  return { rest: origin, namespace, cluster, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
