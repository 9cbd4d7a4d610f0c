import type { RunningLocalEnvironment, LocalEnvironment } from './running-local-environment.ts';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setUpComponents, setUpMariaDb, resolveComponent } from '../../components/set-up.ts';
import type { Component } from '../../components/find-component.ts';
import type { MariaDb } from '../../components/find-mariadb.ts';
import { localComponentNames } from '../../components/recipe.ts';
import type { AuditLog } from '../audit-log.ts';
import type { DatabaseAccess } from '../environment.ts';
import type { OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { auditLog } from '../audit/read-audit-log.ts';
import { writeAuditPolicy } from '../audit/audit-policy.ts';
import { startOnFreePorts } from './await-ready.ts';
import type { ComponentHost, Durability } from './component-host.ts';
import { componentWatch, type ComponentWatch } from './component-watch.ts';
import { copyRedacted } from '../copy-redacted.ts';
import { openDatabaseUrl } from './database-url.ts';
import { requireSpace } from '../../state/free-space.ts';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { awaitGarbageCollector } from '../../cluster/garbage-collection.ts';
import { connectionOf } from '../../cluster/kubernetes-access.ts';
import { startEtcd, type Etcd } from './etcd.ts';
import { identities } from './identities.ts';
import { administrator, createControlPlaneKeys, startKubeApiServer, type ControlPlaneKeys } from './kube-apiserver.ts';
import { startKubeControllerManager } from './kube-controller-manager.ts';
import { startMariaDb } from './mariadb.ts';
import { portAllocator } from './ports.ts';
import { reapAndReport } from '../../state/reap.ts';
import { reviewOutages } from '../reviews/review-outages.ts';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { createStateDirectory } from '../../state/state-directory.ts';
import { supervise, type Supervision } from './supervision.ts';

export interface LocalOptions {
  /** `mysql://user:password@host:port` of a server to use instead of starting MariaDB. */
  readonly databaseUrl?: string;
  /** Whether etcd and MariaDB wait for the disk; the default is `relaxed`. */
  readonly durability?: Durability;
  /** Whether kube-apiserver writes an audit log; true by default. */
  readonly audit?: boolean;
  /** Whether the environment outlives the command that started it, until `env down`. */
  readonly kept?: boolean;
}

const findPrograms = async (
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Readonly<Record<(typeof localComponentNames)[number], Component>>> => {
  await setUpComponents(localComponentNames, { line: progress }, signal);
  const [etcd, apiServer, controllerManager] = await Promise.all([
    resolveComponent('etcd'),
    resolveComponent('kube-apiserver'),
    resolveComponent('kube-controller-manager'),
  ]);
  return { etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager };
};

type Programs = Awaited<ReturnType<typeof findPrograms>>;

interface ControlPlane {
  readonly etcd: Etcd;
  readonly keys: ControlPlaneKeys;
  readonly access: OwnKubernetesAccess;
  readonly audit: (AuditLog & AsyncDisposable) | undefined;
  readonly restartControllers: () => Promise<void>;
}

const startControlPlane = async (
  programs: Programs,
  audited: boolean,
  host: ComponentHost,
  { watch, release }: ComponentWatch,
): Promise<ControlPlane> => {
  const [etcd, keys, audit] = await Promise.all([
    startOnFreePorts(() => startEtcd(programs.etcd.path, host)),
    createControlPlaneKeys(host.directory),
    audited ? writeAuditPolicy(host.directory, [administrator]) : undefined,
  ]);
  const { access } = await startOnFreePorts(() =>
    startKubeApiServer(programs['kube-apiserver'].path, etcd.endpoint, keys, audit, host),
  );
  const startControllers = () =>
    startKubeControllerManager(programs['kube-controller-manager'].path, access, keys, host);
  let controllers = await startControllers();
  const restartControllers = async () => {
    release(controllers);
    await controllers.kill();
    controllers = await startControllers();
    watch(controllers);
    await awaitGarbageCollector(clusterClient(connectionOf(access)), host.signal);
  };
  return { etcd, keys, access, audit: audit && auditLog(audit.logPath), restartControllers };
};

const startDatabase = async (source: string | MariaDb, host: ComponentHost): Promise<DatabaseAccess> => {
  if (typeof source === 'string') return openDatabaseUrl(source);
  return (await startOnFreePorts(() => startMariaDb(source, host))).access;
};

const assemble = (
  programs: Programs,
  { etcd, keys, access, audit, restartControllers }: ControlPlane,
  database: DatabaseAccess,
  host: ComponentHost,
  supervision: Supervision,
  components: ComponentWatch,
): RunningLocalEnvironment => {
  const outages = reviewOutages(keys.authority, access);
  return {
    name: 'local',
    versions: {
      etcd: programs.etcd.version,
      'kube-apiserver': programs['kube-apiserver'].version,
      'kube-controller-manager': programs['kube-controller-manager'].version,
      [database.product]: database.version,
    },
    kubernetes: access,
    database,
    hostAddress: '127.0.0.1',
    etcdEndpoint: etcd.endpoint,
    stateDirectory: host.directory,
    freePort: host.freePort,
    spawn: supervision.spawn,
    processes: supervision.processes,
    restartControllers,
    broken: components.broken,
    ...identities(keys.authority, access, host.directory),
    reviewOutages: outages,
    auditEvents: () => {
      if (audit === undefined)
        throw new Error('this environment was started without an audit log: local({ audit: true })');
      return audit;
    },
    copyLogs: async (directory) => {
      await mkdir(directory, { recursive: true });
      for (const log of await supervision.logs())
        await copyRedacted(log, path.join(directory, path.basename(log)), [database.password]);
    },
    [Symbol.asyncDispose]: async () => {
      supervision.processes().forEach(components.release);
      await outages[Symbol.asyncDispose]();
      await audit?.[Symbol.asyncDispose]();
      await supervision[Symbol.asyncDispose]();
    },
  };
};

/** etcd, kube-apiserver, kube-controller-manager and MariaDB as processes on loopback. */
export const local = (options: LocalOptions = {}): LocalEnvironment => ({
  start: async (progress, signal) => {
    signal.throwIfAborted();
    const directory = await runtimeDirectory();
    await reapAndReport(directory, progress);
    await requireSpace(directory);
    // MariaDB is checked first, because it is known quickly whether it is unavailable.
    const database = options.databaseUrl ?? (await setUpMariaDb({ line: progress }, signal));
    const programs = await findPrograms(progress, signal);
    const state = createStateDirectory(directory, options.kept ?? false);
    const supervision = supervise(state);
    const failed = new AbortController();
    const host: ComponentHost = {
      directory: state.path,
      signal: AbortSignal.any([signal, failed.signal]),
      durability: options.durability ?? 'relaxed',
      freePort: portAllocator(),
      spawn: supervision.spawn,
    };
    const components = componentWatch();
    const parts = [
      startControlPlane(programs, options.audit ?? true, host, components),
      startDatabase(database, host),
    ] as const;
    try {
      const [controlPlane, access] = await Promise.all(parts);
      signal.throwIfAborted();
      supervision.processes().forEach(components.watch);
      return assemble(programs, controlPlane, access, host, supervision, components);
    } catch (cause) {
      // Stops the other part. Its error is ignored, because it would only report that it was aborted.
      failed.abort(cause);
      await Promise.allSettled(parts);
      await supervision[Symbol.asyncDispose]();
      throw signal.aborted ? signal.reason : cause;
    }
  },
});
