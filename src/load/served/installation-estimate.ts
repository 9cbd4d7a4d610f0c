import { storageOf, type LaneName, type StorageMode } from '../../contract/lane-name.ts';
import { minutes } from '../duration-text.ts';
import { capacityLoop, measuredLoop } from '../k6-loops.ts';
import { operationsOn } from '../lane-operations.ts';
import { operations } from '../operations.ts';
import type { Plan } from '../plan.ts';
import { predict } from '../prediction.ts';
import { contentsAt } from '../store-contents.ts';

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

/** What the writes of all lanes make beside the contents of one store, at most. */
const writtenOn = (plan: Plan, lanes: readonly LaneName[], objects: number): number =>
  operationsOn(plan, lanes)
    .filter(({ operation }) => operations[operation].writes)
    .reduce((sum, { operation }) => {
      const loops = [
        ...(plan.loop.kind === 'open' ? [capacityLoop(plan, operation, objects)] : []),
        measuredLoop(plan, operation),
      ];
      return sum + mostPerWrite * loops.reduce((all, { iterations }) => all + iterations, 0);
    }, 0);

/** Estimates a run in an installation of one storage mode: a bound on what is made, and a time within a factor of two. */
export const estimateInstallation = (
  plan: Plan,
  lanes: readonly LaneName[],
  storage: StorageMode,
): InstallationEstimate => {
  const own = lanes.filter((lane) => storageOf[lane] === storage);
  const { requests, seconds } = predict(plan, own, 1);
  const objects = plan.objects.reduce((sum, count) => {
    const { pipelines, versions } = contentsAt(plan, count);
    return sum + pipelines + versions + writtenOn(plan, own, count);
  }, 0);
  const cleanUpSeconds = Math.ceil(objects / deletionsPerSecond);
  return { requests: requests + objects, objects, seconds: seconds + cleanUpSeconds, cleanUpSeconds };
};

/** An estimate, one line each. */
export const estimateLines = (estimate: InstallationEstimate): readonly string[] => [
  `requests  about ${estimate.requests.toLocaleString('en')}, those of the clean-up among them`,
  `objects   at most ${estimate.objects.toLocaleString('en')} pipelines and versions are created, and removed again`,
  `time      about ${minutes(estimate.seconds)}`,
  `clean-up  about ${minutes(estimate.cleanUpSeconds)} of it: by namespace where the run makes its own, else object by object`,
];
