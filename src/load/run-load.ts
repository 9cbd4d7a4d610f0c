import { storageModes } from '../contract/lane-name.ts';
import type { LoadOptions } from './load-options.ts';
import { lanesIn } from './measured-lanes.ts';
import { measureTarget } from './measure-target.ts';
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
  // Imported on demand, since the clients of clusters and containers are most of the code.
  switch (environment.environment) {
    case 'local':
      return measureLocally(options);
    case 'kind': {
      const { measureCluster } = await import('./served/measure-cluster.ts');
      return measureCluster(environment.nodeImage, options);
    }
    case 'existing': {
      const { measureInstallation } = await import('./served/measure-installation.ts');
      return measureInstallation(environment.installation, options);
    }
  }
};
