import { storageOf, type LaneName, type StorageMode } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import { operationsIn } from './lane-operations.ts';
import { changesStore, operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { planFor } from './plan-for.ts';
import { preparedVersions } from './prepared-versions.ts';
import { sumOf } from './sum-of.ts';

/** Bytes of an object besides its definition: metadata, managed fields, display name, description. */
const objectBytes = 1_000;
/** The mean of the definitions of real compiled pipelines. */
const measuredMeanBytes = 7_300;
/** etcd keeps a key beside each value and fills its pages to about two thirds. */
const etcdKeyBytes = 100;
const pageFill = 1.5;
/** kube-apiserver keeps decoded custom resources of 5.2 times their JSON; the heap may double before it is collected. */
const decodedFactor = 5.2 * 2;
const apiServerBytes = 300e6;
/** A typed informer: 3 KB an object and four times its definition, before the heap doubles. */
const cachedBytes = (definition: number): number => 2 * (3_000 + 4 * definition);
const databaseFactor = 2;
/** What MariaDB's buffer pool, kube-controller-manager, k6 and the harness take beside the data. */
const baseBytes = 2.2e9;
const garbageCollectorBytes = 3_000;
/** Creates a second of the slowest lane that is seeded: a cautious figure, since machines differ by three. */
export const seedsPerSecond = 250;
/** Starting the servers from a snapshot, and k6 with its warm-up. */
const openSeconds = 12;
const k6Seconds = 4;

/** What a run will take. */
export interface Prediction {
  readonly requests: number;
  readonly seconds: number;
  /** The most of all processes together, with the largest store. */
  readonly memoryBytes: number;
  /** Databases, their snapshots and the copies that runs start from. */
  readonly diskBytes: number;
  /** The database file of etcd with the largest store. */
  readonly etcdBytes: number;
}

const definitionBytes = ({ sizes }: Plan): number => (sizes === 'measured' ? measuredMeanBytes : sizes);

const largest = ({ objects }: Plan): number => objects.at(-1) ?? 0;

const storedBytes = (plan: Plan, objects: number): number =>
  objects * (objectBytes + plan.versionShare * (objectBytes + definitionBytes(plan)));

const secondsOf = (plan: Plan, operation: OperationName): number => {
  const { loop } = planFor(plan, operation);
  return loop.kind === 'open' ? loop.capacitySeconds + loop.seconds + k6Seconds : k6Seconds;
};

/** Requests of the measurements of one store size; an operation of several requests counts by its iterations. */
const iterationsOf = (plan: Plan, measured: readonly OperationName[]): number =>
  sumOf(measured, (operation) => {
    const { loop } = planFor(plan, operation);
    if (loop.kind === 'closed') return loop.iterations;
    return (loop.perSecond[operation] ?? operations[operation].perSecond) * (loop.seconds + loop.capacitySeconds);
  });

/** Predicts the cost of a plan from a model whose constants were measured elsewhere: within a factor of two. */
export const predict = (plan: Plan, lanes: readonly LaneName[], targets: number): Prediction => {
  const modes = [...new Set(lanes.map((lane): StorageMode => storageOf[lane]))];
  const objects = largest(plan);
  const measured = lanes.flatMap((lane) => operationsIn(plan, lane));
  const mostPrepared = Math.max(0, ...measured.map((operation) => preparedVersions(plan, operation, objects)));
  const preparedBytes = mostPrepared * (objectBytes + definitionBytes(plan));
  const stored = storedBytes(plan, objects) + preparedBytes;
  const etcdBytes = modes.includes('kubernetes')
    ? Math.round((stored + (objects * (1 + plan.versionShare) + mostPrepared) * etcdKeyBytes) * pageFill)
    : 0;
  const databaseBytes = modes.includes('database') ? Math.round(stored * databaseFactor) : 0;
  const seeds = objects * (1 + plan.versionShare) * modes.length;
  const prepared =
    targets * sumOf(plan.objects, (size) => sumOf(measured, (operation) => preparedVersions(plan, operation, size)));
  const restored = plan.snapshots ? measured.filter(changesStore).length : 0;
  const perSize =
    targets * (sumOf(measured, (operation) => secondsOf(plan, operation)) + (restored + modes.length) * openSeconds) +
    modes.length * openSeconds;
  const kubernetesBytes = modes.includes('kubernetes')
    ? apiServerBytes +
      stored * decodedFactor +
      objects * (garbageCollectorBytes + cachedBytes(plan.versionShare * definitionBytes(plan))) +
      mostPrepared * cachedBytes(definitionBytes(plan)) +
      etcdBytes
    : apiServerBytes;
  return {
    requests: Math.round(seeds + prepared + plan.objects.length * targets * iterationsOf(plan, measured)),
    seconds: Math.round((seeds + prepared) / seedsPerSecond + plan.objects.length * perSize),
    memoryBytes: Math.round(baseBytes + Math.max(kubernetesBytes, databaseBytes)),
    diskBytes: Math.round(2.5 * (etcdBytes + databaseBytes) * (plan.objects.length > 1 ? 1.5 : 1)),
    etcdBytes,
  };
};
