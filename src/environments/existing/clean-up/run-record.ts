import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { object, text, type Json } from '../../../clients/json-response.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { UsageError } from '../../../failures/usage-error.ts';
import { identify, liveness, type ProcessIdentity } from '../../../processes/process-identity.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError, unlessForbidden } from '../../../cluster/refused-error.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { isPrefix, type Ownership } from './ownership.ts';

/**
 * A Lease in the cluster that records an active run and the prefixes of its object names. The next run uses it to find and
 * remove the leftovers of a killed run.
 */
export interface RunRecord extends AsyncDisposable {
  readonly ownership: Ownership;
  /** Keeps the Lease after disposal, because objects of the run may be left for the next run to remove. */
  keep(): void;
}

/** The record of a run in the cluster. */
export interface FoundRecord {
  readonly ownership: Ownership;
  /**
   * `false` if its process has ended or has not renewed its Lease in time. For a run on another machine, whose clock may
   * differ, this takes 25 s of watching.
   */
  isAlive(): Promise<boolean>;
  remove(): Promise<void>;
}

const prefixesAnnotation = 'kfp-conformance/prefixes';
const processAnnotation = 'kfp-conformance/process';
const leaseSeconds = 90;
const renewMs = 20_000;

const leasesOf = (namespace?: string): string =>
  `/apis/coordination.k8s.io/v1${namespace === undefined ? '' : `/namespaces/${namespace}`}/leases`;
/** The Lease name for a run id such as `20261123T080000Z-7`. */
const leaseName = (runId: string): string => `kfp-conformance-${runId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`;
const now = (): string => new Date().toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');

const sameNames = (runId: string): UsageError =>
  new UsageError(
    `run ${runId} is active in this cluster, or ended a moment ago, and uses the same seed and therefore the same object names: wait until it has ended, or pass another --seed`,
  );

/** Writes the record and renews it until its disposal, which removes it. Calls `report` when a renewal fails. */
export const writeRunRecord = async (
  cluster: ClusterClient,
  namespace: string,
  ownership: Ownership,
  report: (line: string) => void,
): Promise<RunRecord> => {
  const { runId, prefixes } = ownership;
  const path = `${leasesOf(namespace)}/${leaseName(runId)}`;
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: leaseName(runId),
      labels: { [runLabel]: runId },
      annotations: {
        [prefixesAnnotation]: prefixes.join(' '),
        [processAnnotation]: JSON.stringify(identify(process.pid)),
      },
    },
    spec: { holderIdentity: `${os.hostname()}/${process.pid}`, leaseDurationSeconds: leaseSeconds, renewTime: now() },
  };
  try {
    await cluster.create(leasesOf(namespace), lease, `writing Lease ${namespace}/${leaseName(runId)}`);
  } catch (cause) {
    throw cause instanceof RefusedError && cause.status === 409 ? sameNames(runId) : cause;
  }
  const timer = setInterval(() => {
    cluster.patch(path, { spec: { renewTime: now() } }).catch((cause: unknown) => {
      report(
        `could not renew Lease ${namespace}/${leaseName(runId)}, which records that this run is active: ${(cause as Error).message}`,
      );
    });
  }, renewMs).unref();
  let kept = false;
  return {
    ownership,
    keep: () => void (kept = true),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      if (!kept) await cluster.delete(path);
    },
  };
};

const processOf = (annotations: Json): ProcessIdentity | undefined => {
  try {
    return JSON.parse(text(annotations, processAnnotation)) as ProcessIdentity;
  } catch {
    // The annotation is invalid: another program wrote it.
    return undefined;
  }
};

const isAlive = async (cluster: ClusterClient, path: string, spec: Json, annotations: Json): Promise<boolean> => {
  const identity = processOf(annotations);
  const [boot] = identify(process.pid)?.scope.split(' ') ?? [];
  const known = identity !== undefined && identity.scope.split(' ')[0] === boot ? liveness(identity) : 'unknown';
  if (known !== 'unknown') return known === 'alive';
  // For a process on another machine the Lease is the only information.
  const renewTime = text(spec, 'renewTime');
  const renewed = Date.parse(renewTime);
  if (Number.isNaN(renewed) || Date.now() - renewed < leaseSeconds * 1000) return true;
  await sleep(renewMs + 5_000);
  const later = await cluster.get(path);
  return later !== undefined && text(object(later, 'spec'), 'renewTime') !== renewTime;
};

/** The records in a namespace, by default in all namespaces; undefined if the user may not list them. */
const recordsIn = async (cluster: ClusterClient, namespace?: string): Promise<readonly FoundRecord[] | undefined> => {
  const leases = await unlessForbidden(cluster.list(leasesOf(namespace), { labelSelector: runLabel }));
  return leases?.map((lease) => {
    const metadata = object(lease, 'metadata');
    const annotations = object(metadata, 'annotations');
    const path = `${leasesOf(text(metadata, 'namespace'))}/${text(metadata, 'name')}`;
    return {
      ownership: {
        runId: text(object(metadata, 'labels'), runLabel),
        prefixes: text(annotations, prefixesAnnotation)
          .split(' ')
          // Invalid prefixes from another writer could match objects that no run owns.
          .filter(isPrefix),
      },
      isAlive: () => isAlive(cluster, path, object(lease, 'spec'), annotations),
      remove: () => cluster.delete(path),
    };
  });
};

/** The records of all runs in this installation, including the current one; undefined if the user may not list them. */
export const findRunRecords = (
  cluster: ClusterClient,
  namespace: string,
): Promise<readonly FoundRecord[] | undefined> => recordsIn(cluster, namespace);

/** The prefixes of a run that other active runs also use. */
export interface PrefixConflicts {
  readonly conflicts: readonly { readonly runId: string; readonly prefix: string }[];
  /** Whether only the namespace of the installation could be searched. */
  readonly isPartial: boolean;
}

/**
 * It searches the whole cluster if that is permitted, because namespaces and cluster roles are cluster-scoped, else the
 * namespace of the records. Throws an EnvironmentError if the user may not list them there either.
 */
export const findPrefixConflicts = async (
  cluster: ClusterClient,
  namespace: string,
  { runId, prefixes }: Ownership,
): Promise<PrefixConflicts> => {
  if (prefixes.length === 0) return { conflicts: [], isPartial: false };
  const everywhere = await recordsIn(cluster);
  const records = everywhere ?? (await recordsIn(cluster, namespace));
  if (records === undefined)
    throw new EnvironmentError(
      `it is not known whether an active run uses the names of run ${runId}: the user of the context may not list leases in namespace ${namespace}; grant the right to list them`,
    );
  const others = await Promise.all(
    records.map(async ({ ownership, isAlive: isActive }) => {
      const shared = prefixes.filter((prefix) => ownership.prefixes.includes(prefix));
      if (ownership.runId === runId || shared.length === 0 || !(await isActive())) return [];
      return shared.map((prefix) => ({ runId: ownership.runId, prefix }));
    }),
  );
  return { conflicts: others.flat(), isPartial: everywhere === undefined };
};

/**
 * Throws a UsageError if another active run uses a prefix of this run, because both have the same seed. Calls `report`
 * where such a run would not have been seen.
 */
export const requireUniquePrefixes = async (
  cluster: ClusterClient,
  namespace: string,
  ownership: Ownership,
  report: (line: string) => void,
): Promise<void> => {
  const { conflicts, isPartial } = await findPrefixConflicts(cluster, namespace, ownership);
  const [other] = conflicts;
  if (other !== undefined) throw sameNames(other.runId);
  if (isPartial)
    report(
      `warning: the user of the context may not list leases in all namespaces; an active run with the same seed is seen only if its installation is in namespace ${namespace}`,
    );
};
