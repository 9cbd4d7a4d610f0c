import { storageOf, type LaneName, type StorageMode } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import { minutes } from '../duration-text.ts';
import { capacityLoop, measuredLoop } from '../k6-loops.ts';
import { operationsOn } from '../lane-operations.ts';
import { operations } from '../operations.ts';
import type { Plan } from '../plan.ts';
import { planFor } from '../plan-for.ts';
import { predict, seedsPerSecond } from '../prediction.ts';
import { preparedVersions } from '../prepared-versions.ts';
import { contentsAt, emptyStore } from '../store-contents.ts';
import { sumOf } from '../sum-of.ts';

/** What a run sends to an installation and makes in it. */
export interface InstallationEstimate {
  readonly requests: number;
  /** Pipelines and versions of all stores, one after the other; all are removed. */
  readonly objects: number;
  readonly seconds: number;
  readonly cleanUpSeconds: number;
}

/** Deletions a second: one request for each, or those of the cluster in a namespace that is deleted. */
const deletionsPerSecond = 100;

/** A write makes a pipeline or a version, or both; what a deletion deletes is made before, a pipeline with its version. */
const mostPerWrite = 2;

/** Pipelines a second that the writers beside a walk create and delete again. */
const writersPerSecond = 100;

/** The seconds for which there are writers beside an operation; a closed loop is over when its iterations are. */
const writerSeconds = ({ loop }: Plan): number =>
  loop.kind === 'open' ? loop.capacitySeconds + Math.max(loop.seconds, loop.mostSeconds) : 1;

/** What the measurement of an operation makes beside the contents of a store, at most. */
const madeBy = (given: Plan, operation: OperationName, objects: number): number => {
  const plan = planFor(given, operation);
  const { writes, lists, beside } = operations[operation];
  const isOpen = plan.loop.kind === 'open';
  const loops = [...(isOpen ? [capacityLoop(plan, operation, objects)] : []), measuredLoop(plan, operation)];
  // An open loop has a warm-up of an iteration of each virtual user.
  const iterations = sumOf(loops, (one) => one.iterations + (isOpen ? one.loop.virtualUsers : 0));
  return (
    (writes ? mostPerWrite * iterations : 0) +
    preparedVersions(plan, operation, objects) +
    (lists === undefined ? 0 : 1) +
    (beside === 'writers' ? Math.ceil(writersPerSecond * writerSeconds(plan)) : 0)
  );
};

/** Requests by REST that read a store: a server lists versions by pipeline only, for the proof and for the ids. */
const readsByRest = 2;

/** Estimates a run in an installation of one storage mode: what is made at most, and a time within a factor of two. */
export const estimateInstallation = (
  plan: Plan,
  lanes: readonly LaneName[],
  storage: StorageMode,
): InstallationEstimate => {
  const own = lanes.filter((lane) => storageOf[lane] === storage);
  const predicted = predict(plan, own, 1);
  const stores = plan.objects.map((count) => contentsAt(plan, count));
  const stored = sumOf(stores, ({ pipelines, versions }) => pipelines + versions);
  // Of its stores of other servers a run fills only the difference.
  const largest = stores.at(-1) ?? emptyStore;
  const refilled = stored - largest.pipelines - largest.versions;
  const reads = storage === 'database' ? readsByRest * sumOf(stores, ({ pipelines }) => pipelines) : 0;
  const objects =
    stored +
    sumOf(plan.objects, (count) => sumOf(operationsOn(plan, own), ({ operation }) => madeBy(plan, operation, count)));
  const cleanUpSeconds = Math.ceil(objects / deletionsPerSecond);
  return {
    requests: predicted.requests + refilled + reads + objects,
    objects,
    seconds: Math.round(predicted.seconds + (refilled + reads) / seedsPerSecond + cleanUpSeconds),
    cleanUpSeconds,
  };
};

const cleanUpBy = {
  database: 'pipeline by pipeline, by REST',
  kubernetes: 'by namespace where the run makes its own, else object by object',
} as const satisfies Readonly<Record<StorageMode, string>>;

/** An estimate, one line each. A multi-user server that limits its own reviews of access, as KFP does, takes longer. */
export const estimateLines = (estimate: InstallationEstimate, storage: StorageMode): readonly string[] => [
  `requests  about ${estimate.requests.toLocaleString('en')}, those of the clean-up among them`,
  `objects   at most about ${estimate.objects.toLocaleString('en')} pipelines and versions are created, and removed again`,
  `time      about ${minutes(estimate.seconds)}`,
  `clean-up  about ${minutes(estimate.cleanUpSeconds)} of it: ${cleanUpBy[storage]}`,
];
