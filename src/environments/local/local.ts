import type { RunningLocalEnvironment, LocalEnvironment } from './running-local-environment.ts';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setUpMariaDb } from '../../components/set-up.ts';
import type { ComponentHost } from './component-host.ts';
import { componentWatch, type ComponentWatch } from './component-watch.ts';
import { findPrograms, startControlPlane, type ControlPlane, type Programs } from './control-plane.ts';
import { copyRedacted } from '../copy-redacted.ts';
import { UsageError } from '../../failures/usage-error.ts';
import { environmentSpace, requireSpace } from '../../state/free-space.ts';
import { identities } from './identities.ts';
import { startDatabase, type LocalDatabase } from './local-database.ts';
import { versionsOf, type LocalVersions } from './local-versions.ts';
import { settingsFor, type LocalSettings, type Purpose } from './local-settings.ts';
import { portAllocator } from './ports.ts';
import { reportedSettings } from './reported-settings.ts';
import { reapAndReport } from '../../state/reap.ts';
import { reviewOutages } from '../reviews/review-outages.ts';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { createStateDirectory } from '../../state/state-directory.ts';
import { setUpRestore } from './snapshots/etcd-snapshot.ts';
import { restoreFrom } from './snapshots/restore-snapshot.ts';
import { expectedBytes, saveSnapshot } from './snapshots/save-snapshot.ts';
import { readSnapshot, requireVersions, type Snapshot } from './snapshots/snapshot-manifest.ts';
import { supervise, type Supervision } from './supervision.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** Single settings replace those of the purpose. */
export interface LocalOptions extends Partial<LocalSettings> {
  /** `conformance` by default. */
  readonly purpose?: Purpose;
  /** `mysql://user:password@host:port` of a server to use instead of starting MariaDB. */
  readonly databaseUrl?: string;
  /** The directory of a snapshot with whose data etcd and MariaDB start. Default: they start without data. */
  readonly from?: string;
  /** Whether the environment outlives the command that started it, until `env down`. */
  readonly kept?: boolean;
}

interface Parts {
  readonly programs: Programs;
  readonly controlPlane: ControlPlane;
  readonly database: LocalDatabase;
  readonly host: ComponentHost;
  readonly supervision: Supervision;
  readonly components: ComponentWatch;
}

const assemble = ({
  programs,
  controlPlane: { etcd, keys, access, audit, restartControllers, stopApiServer },
  database: { access: database, files },
  host,
  supervision,
  components,
}: Parts): RunningLocalEnvironment => {
  const outages = reviewOutages(keys.authority, access);
  const versions = versionsOf(programs, database.product, database.version);
  const saved = { etcdEndpoint: etcd.endpoint, database: files, versions };
  return {
    name: 'local',
    versions,
    kubernetes: access,
    database,
    hostAddress: '127.0.0.1',
    etcdEndpoint: etcd.endpoint,
    reportedSettings: () =>
      reportedSettings(host.settings, database, {
        stateDirectory: host.directory,
        externalDatabase: files === undefined,
      }),
    stateDirectory: host.directory,
    freePort: host.freePort,
    spawn: supervision.spawn,
    processes: supervision.processes,
    restartControllers,
    stopApiServer,
    snapshotBytes: () => expectedBytes(saved, host.signal),
    saveSnapshot: (directory, content, { progress, signal }) => {
      const ended = AbortSignal.any([signal, host.signal, components.broken]);
      return saveSnapshot(saved, directory, content, { ...host, signal: ended }, progress);
    },
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

/** The snapshot of `from`, once it is clear that an environment can start with it. */
const openSnapshot = async (
  from: string,
  versions: LocalVersions,
  directory: string,
  { progress, signal }: Waiting,
): Promise<Snapshot> => {
  const snapshot = await readSnapshot(from);
  requireVersions(snapshot, versions);
  await requireSpace(directory, environmentSpace(snapshot.bytes));
  await setUpRestore(progress, signal);
  return snapshot;
};

/** etcd, kube-apiserver, kube-controller-manager and MariaDB as processes on loopback. */
export const local = ({
  purpose = 'conformance',
  databaseUrl,
  from,
  kept = false,
  ...own
}: LocalOptions = {}): LocalEnvironment => ({
  start: async (progress, signal) => {
    signal.throwIfAborted();
    if (from !== undefined && databaseUrl !== undefined)
      throw new UsageError('a snapshot cannot be restored to the database of --database-url: run without that option');
    const directory = await runtimeDirectory();
    await reapAndReport(directory, progress);
    await requireSpace(directory);
    // MariaDB is checked first, because it is known quickly whether it is unavailable.
    const source = databaseUrl ?? (await setUpMariaDb({ line: progress }, signal));
    const programs = await findPrograms(progress, signal);
    const snapshot =
      from === undefined || typeof source === 'string'
        ? undefined
        : await openSnapshot(from, versionsOf(programs, 'MariaDB', source.version), directory, { progress, signal });
    const state = createStateDirectory(directory, kept);
    const supervision = supervise(state);
    const failed = new AbortController();
    const host: ComponentHost = {
      directory: state.path,
      signal: AbortSignal.any([signal, failed.signal]),
      settings: { ...settingsFor[purpose], ...own },
      freePort: portAllocator(),
      spawn: supervision.spawn,
    };
    const components = componentWatch();
    const restore = snapshot && restoreFrom(snapshot, host);
    const parts = [
      startControlPlane(programs, host, components, restore?.etcd),
      startDatabase(source, host, components, restore?.database),
    ] as const;
    try {
      const [controlPlane, database] = await Promise.all(parts);
      signal.throwIfAborted();
      supervision.processes().forEach(components.watch);
      return assemble({ programs, controlPlane, database, host, supervision, components });
    } catch (cause) {
      // Stops the other part. Its error is ignored, because it would only report that it was aborted.
      failed.abort(cause);
      await Promise.allSettled(parts);
      await supervision[Symbol.asyncDispose]();
      throw signal.aborted ? signal.reason : cause;
    }
  },
});
