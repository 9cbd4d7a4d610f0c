import { storageModes } from '../contract/lane-name.ts';
import type { LoadOptions } from './load-options.ts';
import { lanesIn } from './measured-lanes.ts';
import { measureTarget } from './measure-target.ts';
import { measureInstallation } from './served/measure-installation.ts';
import { setUpForLoad } from './store-versions.ts';

const measureLocally = async (options: LoadOptions): Promise<void> => {
  const { plan, seed, targets, lanes, progress, signal } = options;
  const versions = await setUpForLoad(options);
  for (const pipelines of plan.objects)
    for (const storage of storageModes.filter((mode) => lanesIn(mode, lanes).length > 0))
      for (const target of targets)
        await measureTarget({ plan, seed, storage, target, pipelines, versions, progress, signal }, options);
};

/** Runs a plan. What was measured is in the record, also if this throws. */
export const runLoad = async (options: LoadOptions): Promise<void> => {
  const { environment, without, record } = options;
  record.notMeasured.push(...without);
  if (environment.environment === 'existing') return measureInstallation(environment.installation, options);
  return measureLocally(options);
};
