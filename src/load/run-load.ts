import { storageModes } from '../contract/lane-name.ts';
import { withoutIn } from './lane-operations.ts';
import type { LoadOptions } from './load-options.ts';
import { lanesIn } from './measured-lanes.ts';
import { measureTarget } from './measure-target.ts';
import { setUpForLoad } from './store-versions.ts';

/** Runs a plan. What was measured is in the record, also if this throws. */
export const runLoad = async (options: LoadOptions): Promise<void> => {
  const { plan, seed, targets, lanes, record, progress, signal } = options;
  const versions = await setUpForLoad(options);
  record.notMeasured.push(...withoutIn(plan, lanes));
  for (const pipelines of plan.objects)
    for (const storage of storageModes.filter((mode) => lanesIn(mode, lanes).length > 0))
      for (const target of targets)
        await measureTarget({ plan, seed, storage, target, pipelines, versions, progress, signal }, options);
};
