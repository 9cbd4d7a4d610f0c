import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { object, text, type Json } from '../../../clients/json-response.ts';
import { UsageError } from '../../../failures/usage-error.ts';
import { identify, liveness, type ProcessIdentity } from '../../../processes/process-identity.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError, unlessForbidden } from '../../../cluster/refused-error.ts';
import { runLabel } from '../../../cluster/own-labels.ts';
import { isPrefix, type Ownership } from './ownership.ts';

/**
 * A Lease that says in the cluster that a run goes on, and by which names what it makes is known: a run that was killed is
 * found by it, and removed by the next.
 */
export interface RunRecord extends AsyncDisposable {
  readonly ownership: Ownership;
  /** From now on its end leaves it there: something of the run may be left, which the next run is to find. */
  keep(): void;
}

/** A record that was found. */
export interface FoundRecord {
  readonly ownership: Ownership;
  /**
   * `false` where its process is gone, or does not say that it is there for longer than it may be silent. Of another machine,
   * whose clock may be another too, that takes 25 s of looking.
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
/** Of a run id such as `20261123T080000Z-7`. */
const leaseName = (runId: string): string => `kfp-conformance-${runId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`;
const now = (): string => new Date().toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');

const sameNames = (runId: string): UsageError =>
  new UsageError(
    `run ${runId} goes on in this cluster with the same seed, or ended a moment ago, and its names are the same: wait for it, or take another --seed`,
  );

/** Writes the record and renews it until it is disposed of, which removes it. `told` hears when it cannot be renewed. */
export const writeRunRecord = async (
  cluster: ClusterClient,
  namespace: string,
  ownership: Ownership,
  told: (line: string) => void,
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
      told(`Lease ${namespace}/${leaseName(runId)}, which says that this run goes on: ${(cause as Error).message}`);
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
    // Written by somebody else's hand.
    return undefined;
  }
};

const isAlive = async (cluster: ClusterClient, path: string, spec: Json, annotations: Json): Promise<boolean> => {
  const identity = processOf(annotations);
  const [boot] = identify(process.pid)?.scope.split(' ') ?? [];
  const known = identity !== undefined && identity.scope.split(' ')[0] === boot ? liveness(identity) : 'unknown';
  if (known !== 'unknown') return known === 'alive';
  // Of another machine there is only its word.
  const said = text(spec, 'renewTime');
  const renewed = Date.parse(said);
  if (Number.isNaN(renewed) || Date.now() - renewed < leaseSeconds * 1000) return true;
  await sleep(renewMs + 5_000);
  const later = await cluster.get(path);
  return later !== undefined && text(object(later, 'spec'), 'renewTime') !== said;
};

/** The records that lie in a namespace, or, without one, in all of them; undefined where one may not look. */
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
          // Whatever else somebody has written there begins nothing of ours.
          .filter(isPrefix),
      },
      isAlive: () => isAlive(cluster, path, object(lease, 'spec'), annotations),
      remove: () => cluster.delete(path),
    };
  });
};

/** The records of all runs in this installation, this one's too. */
export const findRunRecords = async (cluster: ClusterClient, namespace: string): Promise<readonly FoundRecord[]> =>
  // Who may not see them has not written one either: it takes the right to see it.
  (await recordsIn(cluster, namespace)) ?? [];

/**
 * Those of the prefixes of a run that another gives too which goes on, in the whole cluster where one may look: names of
 * namespaces and of cluster roles are known in all of it.
 */
export const alsoGivenBy = async (
  cluster: ClusterClient,
  namespace: string,
  { runId, prefixes }: Ownership,
): Promise<readonly { readonly runId: string; readonly prefix: string }[]> => {
  const records = (await recordsIn(cluster)) ?? (await findRunRecords(cluster, namespace));
  const others = await Promise.all(
    records.map(async ({ ownership, isAlive: goesOn }) => {
      const shared = prefixes.filter((prefix) => ownership.prefixes.includes(prefix));
      if (ownership.runId === runId || shared.length === 0 || !(await goesOn())) return [];
      return shared.map((prefix) => ({ runId: ownership.runId, prefix }));
    }),
  );
  return others.flat();
};

/** Throws a UsageError where another run gives names that this one gives too, and goes on: they have the same seed. */
export const requireNamesOfItsOwn = async (
  cluster: ClusterClient,
  namespace: string,
  ownership: Ownership,
): Promise<void> => {
  const [other] = await alsoGivenBy(cluster, namespace, ownership);
  if (other !== undefined) throw sameNames(other.runId);
};
