import { storageModes, type LaneName, type StorageMode } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import { messageOf } from '../judgement/check-error.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { openBench, type Bench } from './bench.ts';
import { idsOf, writeIdFiles } from './id-files.ts';
import type { LoadRecord } from './load-record.ts';
import { measureWithK6, type MeasuredStore } from './measure-with-k6.ts';
import { lanesIn } from './measured-lanes.ts';
import type { NamedTarget } from './named-target.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { seedStore } from './seed.ts';
import { contentsAt, emptyStore, type StoreContents } from './store-contents.ts';

export interface LoadOptions extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly targets: readonly NamedTarget[];
  readonly lanes: readonly LaneName[];
  readonly record: LoadRecord;
}

/** Reads come first and deletions last: without snapshots, whatever follows a deletion finds objects missing. */
const inOrder = (plan: Plan, lane: LaneName): readonly OperationName[] =>
  plan.operations
    .filter((operation) => operations[operation].without?.[lane] === undefined)
    .toSorted((one, other) => Number(operations[one].writes) - Number(operations[other].writes));

const storeOf = async (bench: Bench, contents: StoreContents): Promise<MeasuredStore> => {
  let next = contents.pipelines;
  return {
    bench,
    contents,
    ids: await writeIdFiles(bench, idsOf(contents)),
    takeIndices: (count) => {
      next += count;
      return next - count;
    },
  };
};

const measureTarget = async (
  storage: StorageMode,
  target: NamedTarget,
  contents: StoreContents,
  { plan, seed, lanes, record, progress, signal }: LoadOptions,
): Promise<void> => {
  await using bench = await openBench({
    plan,
    target: target.target,
    storage,
    webhooks: false,
    progress,
    signal,
  });
  const { seconds, created } = await seedStore(bench, {
    plan,
    seed,
    from: emptyStore,
    to: contents,
    progress: (seeded) => progress(`${storage}: ${seeded.created} of ${seeded.total}, ${Math.round(seeded.perSecond)}/s`),
    signal,
  });
  progress(`${storage}: ${created} objects in ${seconds.toFixed(1)} s`);
  if (plan.webhooks) await bench.instance.applyWebhooks?.();
  const store = await storeOf(bench, contents);
  for (const lane of lanesIn(storage, lanes))
    for (const operation of inOrder(plan, lane)) {
      if (operation === 'watch' || operation === 'restart') continue;
      try {
        const measurement = await measureWithK6({ ...store, plan, seed, target: target.name, lane, operation, signal });
        record.addMeasurement(measurement);
        progress(
          `${lane} ${operation}: ${measurement.perSecond.toFixed(1)}/s, ${measurement.invalid.map(({ reason }) => reason).join(', ') || 'valid'}`,
        );
      } catch (cause) {
        signal.throwIfAborted();
        record.addBroken(`${lane} ${operation} at ${contents.pipelines} pipelines: ${messageOf(cause)}`);
        progress(`${lane} ${operation}: ${messageOf(cause)}`);
      }
    }
};

/** Runs a plan. What was measured is in the record, also if this throws. */
export const runLoad = async (options: LoadOptions): Promise<void> => {
  const { plan, targets, lanes } = options;
  for (const pipelines of plan.objects)
    for (const storage of storageModes.filter((mode) => lanesIn(mode, lanes).length > 0))
      for (const target of targets) await measureTarget(storage, target, contentsAt(plan, pipelines), options);
};
