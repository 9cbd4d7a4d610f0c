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
import { leaveRunning, keptClusterInstructions } from './leave-running.ts';
import { withDiagnosticsPath } from './with-diagnostics-path.ts';
import { publishedPorts } from './node-ports.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

export interface KindOptions {
  /** A kind node image, or `offline` for the one built on this machine. By default chooseNodeImage decides. */
  readonly nodeImage?: string;
  /** Whether kube-apiserver writes an audit log; true by default. */
  readonly audit?: boolean;
  /** Whether the cluster keeps running when the environment is disposed of. */
  readonly kept?: boolean;
  /** Directory for the logs of the node and its pods if they do not become ready. By default it is generated. */
  readonly diagnostics?: string;
}

/** The directory of the audit log in the node. */
const auditInNode = '/kind/audit';

/** Starts a cluster while building its database image. If either fails or is interrupted, the cluster is removed. */
const clusterAndImage = async (
  options: KindClusterOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly cluster: StartedKindCluster; readonly image: LocalImage }> => {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const starting = new KindCluster(options).start(progress, either);
  const building = databaseImage({ line: progress }, either);
  try {
    const [cluster, image] = await Promise.all([starting, building]);
    return { cluster, image };
  } catch (cause) {
    failed.abort(cause);
    const [started] = await Promise.allSettled([starting, building]);
    if (started.status === 'fulfilled') await started.value.stop();
    throw signal.aborted ? signal.reason : cause;
  }
};

/** A Kubernetes cluster with one node, which is a container, and with a database. */
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
    const diagnostics = options.diagnostics ?? path.join(runtime, `diagnostics-${path.basename(state.path)}`);
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
        diagnostics,
      },
      progress,
      signal,
    );
    const { cluster, image } = await starting.catch((cause: unknown) => {
      throw withDiagnosticsPath(cause, diagnostics);
    });
    let installed: AbortSignal | undefined;
    stack.defer(async () => {
      if (!options.kept || installed?.aborted !== false) return void (await cluster.stop());
      await leaveRunning(cluster, files && auditInNode);
      progress(keptClusterInstructions(cluster.name, engine));
    });
    const parts = { engine, nodeImage, cluster, databaseImage: image, stateDirectory: state.path };
    const installing = installClusterServices({ ...parts, logPath: files?.logPath }, stack, progress, signal);
    const environment = await installing.catch(async (cause: unknown) => {
      if (!signal.aborted) await cluster.copyLogs(diagnostics);
      throw withDiagnosticsPath(cause, diagnostics);
    });
    signal.throwIfAborted();
    installed = environment.broken;
    const owned = stack.move();
    return { ...environment, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
});
