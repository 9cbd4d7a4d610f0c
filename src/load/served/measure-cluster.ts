import { readManifests } from '../../cluster/manifests.ts';
import { setUpComponents } from '../../components/set-up.ts';
import { storageModes } from '../../contract/lane-name.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { startKind } from '../../runner/environments/kind.ts';
import { untilBroken } from '../../runner/environments/until-broken.ts';
import { podHost } from '../../targets/pods/pod-host.ts';
import { serverImage } from '../../targets/pods/server-image.ts';
import type { TargetHost } from '../../targets/target-host.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { reportedTarget } from '../describe-bench.ts';
import { operationsOn } from '../lane-operations.ts';
import type { LoadOptions } from '../load-options.ts';
import { measure, openFilled } from '../measure-target.ts';
import { lanesIn } from '../measured-lanes.ts';
import type { NamedTarget } from '../named-target.ts';
import { openClusterBench } from './cluster-bench.ts';

const hostFor = async (
  environment: RunningKindEnvironment,
  { target }: NamedTarget,
  waiting: Waiting,
): Promise<TargetHost> => {
  const manifests = await readManifests(target, waiting);
  return podHost(environment, await serverImage(target, environment, waiting), manifests, waiting);
};

/** Measures the stores of a plan in a running cluster, one after the other. */
export const measureInCluster = async (environment: RunningKindEnvironment, options: LoadOptions): Promise<void> => {
  const { plan, lanes, targets } = options;
  const meanwhile = untilBroken(options, environment);
  await setUpComponents(['k6'], { line: options.progress }, options.signal);
  let number = 0;
  for (const target of targets) {
    const host = await hostFor(environment, target, meanwhile);
    // Each target has its own definitions.
    await host.prepare();
    for (const pipelines of plan.objects)
      for (const storage of storageModes.filter((mode) => lanesIn(mode, lanes).length > 0)) {
        number += 1;
        const within = { ...options, ...meanwhile };
        const bench = await openClusterBench({ plan, storage, environment, host, number, ...meanwhile });
        const wanted = { ...within, storage, pipelines };
        await using store = await openFilled(bench, wanted, reportedTarget(target), within);
        for (const one of operationsOn(plan, lanesIn(storage, lanes))) await measure(store, one, target.name, within);
      }
  }
};

/** Starts a cluster for the run, which ends with it. */
export const measureCluster = async (nodeImage: string | undefined, options: LoadOptions): Promise<void> => {
  await using environment = await startKind({ ...(nodeImage !== undefined && { nodeImage }) }, options);
  await measureInCluster(environment, options);
};
