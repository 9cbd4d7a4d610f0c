import type { KindEnvironment } from './running-kind-environment.ts';
import path from 'node:path';
import { containerEngine } from '../../containers/container-engine.ts';
import { databaseImage } from '../../containers/images/database-image.ts';
import type { LocalImage } from '../../containers/images/local-image.ts';
import { writeAuditPolicy } from '../audit/audit-policy.ts';
import { onProcessExit } from '../../processes/exit-hook.ts';
import { requireSpace } from '../../state/free-space.ts';
import { reapAndReport } from '../../state/reap.ts';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { createStateDirectory } from '../../state/state-directory.ts';
import { chooseNodeImage } from './choose-node-image.ts';
import { administrators } from './cluster-identities.ts';
import { installClusterServices } from './install-cluster-services.ts';
import { KindCluster, type KindClusterOptions } from './kind-cluster.ts';
import { leaveRunning, waysOn } from './leave-running.ts';
import { namingDiagnostics } from './naming-diagnostics.ts';
import { publishedPorts } from './node-ports.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

export interface KindOptions {
  /** An image of kind's nodes; `offline` for the one that is built here. Left out: chooseNodeImage decides. */
  readonly nodeImage?: string;
  /** Whether kube-apiserver writes down what it is asked; true by default. */
  readonly audit?: boolean;
  /** Whether the cluster is left running at the end. */
  readonly kept?: boolean;
  /** Folder for what the node and its pods say when they do not become ready; invented, and told, where it is left out. */
  readonly evidence?: string;
}

/** Where the node has the folder of the audit log. */
const auditInNode = '/kind/audit';

/** Starts a cluster while the image of its database is made; where either fails or is interrupted, neither is left. */
const clusterAndImage = async (
  options: KindClusterOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly cluster: StartedKindCluster; readonly image: LocalImage }> => {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const starting = new KindCluster(options).start(progress, either);
  const making = databaseImage({ line: progress }, either);
  try {
    const [cluster, image] = await Promise.all([starting, making]);
    return { cluster, image };
  } catch (cause) {
    failed.abort(cause);
    const [started] = await Promise.allSettled([starting, making]);
    if (started.status === 'fulfilled') await started.value.stop();
    throw signal.aborted ? signal.reason : cause;
  }
};

/** A Kubernetes cluster of one node in a container, and a database in it. */
export const kind = (options: KindOptions = {}): KindEnvironment => ({
  start: async (progress, signal) => {
    signal.throwIfAborted();
    const runtime = await runtimeDirectory();
    await requireSpace(runtime);
    await reapAndReport(runtime, progress);
    await using stack = new AsyncDisposableStack();
    const engine = stack.use(await containerEngine({ line: progress }, signal));
    const nodeImage = await chooseNodeImage(engine, options.nodeImage, { line: progress }, signal);
    const state = createStateDirectory(runtime, false);
    stack.defer(() => state.remove());
    stack.defer(onProcessExit(() => state.remove()));
    const files = (options.audit ?? true) ? await writeAuditPolicy(state.path, administrators, auditInNode) : undefined;
    const evidence = options.evidence ?? path.join(runtime, `evidence-${path.basename(state.path)}`);
    const starting = clusterAndImage(
      {
        engine,
        image: nodeImage,
        runId: path.basename(state.path),
        ports: publishedPorts,
        kept: options.kept ?? false,
        ...(files !== undefined && {
          audit: { source: files.directory, directory: auditInNode, flags: files.flags },
        }),
        evidence,
      },
      progress,
      signal,
    );
    const { cluster, image } = await starting.catch((cause: unknown) => {
      throw namingDiagnostics(cause, evidence);
    });
    let furnished: AbortSignal | undefined;
    stack.defer(async () => {
      if (!options.kept || furnished?.aborted !== false) return void (await cluster.stop());
      await leaveRunning(cluster, files && auditInNode);
      progress(waysOn(cluster.name, engine));
    });
    const parts = { engine, nodeImage, cluster, databaseImage: image, stateDirectory: state.path };
    const furnishing = installClusterServices({ ...parts, logPath: files?.logPath }, stack, progress, signal);
    const environment = await furnishing.catch(async (cause: unknown) => {
      if (!signal.aborted) await cluster.copyLogs(evidence);
      throw namingDiagnostics(cause, evidence);
    });
    signal.throwIfAborted();
    furnished = environment.broken;
    const owned = stack.move();
    return { ...environment, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
});
