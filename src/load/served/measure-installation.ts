import { setUpComponents } from '../../components/set-up.ts';
import { storageOf, type LaneName, type StorageMode } from '../../contract/lane-name.ts';
import { UsageError } from '../../failures/usage-error.ts';
import { operationsIn, operationsOn } from '../lane-operations.ts';
import type { LoadedInstallation } from '../load-environment.ts';
import type { LoadOptions } from '../load-options.ts';
import { measure, openFilled } from '../measure-target.ts';
import type { Plan } from '../plan.ts';
import { openInstallationBench } from './installation-bench.ts';
import { estimateInstallation, estimateLines } from './installation-estimate.ts';

/** The name of the target in the report. */
const target = { name: 'installation', kind: 'installation' } as const;

const elsewhere = {
  database: 'the installation stores no pipelines in the Kubernetes API',
  kubernetes: 'the installation stores no pipelines in the database',
} as const satisfies Readonly<Record<StorageMode, string>>;

/** Throws a UsageError if no lane of the run has the storage mode of the installation. */
const lanesOf = (lanes: readonly LaneName[], storage: StorageMode): readonly LaneName[] => {
  const own = lanes.filter((lane) => storageOf[lane] === storage);
  if (own.length === 0) throw new UsageError(`--lane ${lanes.join(',')}: ${elsewhere[storage]}`);
  return own;
};

const noteOtherLanes = (plan: Plan, storage: StorageMode, { lanes, record }: LoadOptions): void => {
  const others = lanes.filter((lane) => storageOf[lane] !== storage);
  const text = elsewhere[storage];
  for (const lane of others)
    for (const operation of operationsIn(plan, lane)) record.notMeasured.push({ lane, operation, text });
};

/** Fills an installation to each size of the plan, measures it, and removes everything again. */
export const measureInstallation = async (installation: LoadedInstallation, options: LoadOptions): Promise<void> => {
  const { plan, seed, lanes, runId, progress, signal } = options;
  await setUpComponents(['k6'], { line: progress }, signal);
  for (const [index, pipelines] of plan.objects.entries()) {
    const beforeFilling = (storage: StorageMode): void => {
      const own = lanesOf(lanes, storage);
      if (index > 0) return;
      noteOtherLanes(plan, storage, options);
      for (const line of estimateLines(estimateInstallation(plan, own, storage), storage)) progress(line);
    };
    const bench = await openInstallationBench({ plan, seed, installation, runId, beforeFilling, progress, signal });
    const { storage, plan: own } = bench;
    options.record.plan = own;
    const within = { ...options, plan: own };
    await using store = await openFilled(bench, { ...within, storage, pipelines }, target, within);
    for (const one of operationsOn(own, lanesOf(lanes, storage))) await measure(store, one, target.name, within);
  }
};
