import type { RunningEnvironment } from '../environments/environment.ts';
import { local } from '../environments/local/local.ts';
import { openExisting } from '../environments/existing/existing.ts';
import { installationHost } from '../environments/existing/installation-host.ts';
import type { InstallationOptions } from '../environments/existing/installation.ts';
import { kind } from '../environments/kind/kind.ts';
import { podHost } from '../targets/pods/pod-host.ts';
import { serverImage } from '../targets/pods/server-image.ts';
import { processHost } from '../targets/processes/process-host.ts';
import { readManifests } from '../targets/manifests.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { Target } from '../targets/target.ts';
import type { Waiting } from '../targets/waiting.ts';

/** What is started in an environment of the harness's own. */
interface StartedTargetChoice {
  /** `reference` or `binary:PATH` */
  readonly target: string;
  readonly manifests?: string;
}

/** Targets as processes on loopback. */
export interface LocalPlace extends StartedTargetChoice {
  readonly environment: 'local';
  readonly databaseUrl?: string;
}

/** Targets as pods of a cluster in a container. */
export interface KindPlace extends StartedTargetChoice {
  readonly environment: 'kind';
  readonly nodeImage?: string;
  /** The cluster outlives the run. */
  readonly kept?: boolean;
}

/** An installation that is there. */
export interface ExistingPlace extends Omit<InstallationOptions, 'directory'> {
  readonly environment: 'existing';
  /** Scenarios that may disturb it. */
  readonly allowed: readonly string[];
}

/** Where a run takes place, and of what. */
export type Place = LocalPlace | KindPlace | ExistingPlace;

/** An environment with what starts targets in it. Whoever opened it ends the environment. */
export interface OpenPlace {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly host: TargetHost;
}

const openLocal = async (place: LocalPlace, waiting: Waiting): Promise<OpenPlace> => {
  const { progress, signal } = waiting;
  const target = await resolveTarget(place.target, place.manifests);
  const manifests = await readManifests(target, waiting);
  const { databaseUrl } = place;
  const environment = await local({ ...(databaseUrl !== undefined && { databaseUrl }) }).start(progress, signal);
  const until = { progress, signal: AbortSignal.any([signal, environment.broken]) };
  return { environment, target, host: processHost(environment, target, manifests, until) };
};

const openKind = async (place: KindPlace, waiting: Waiting): Promise<OpenPlace> => {
  const { progress, signal } = waiting;
  const target = await resolveTarget(place.target, place.manifests);
  const manifests = await readManifests(target, waiting);
  const { nodeImage, kept = false } = place;
  const environments = kind({ kept, ...(nodeImage !== undefined && { nodeImage }) });
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await environments.start(progress, signal));
  const until = { progress, signal: AbortSignal.any([signal, environment.broken]) };
  const image = await serverImage(target, environment, until);
  stack.move();
  return { environment, target, host: podHost(environment, image, manifests, until) };
};

const openInstalled = async (place: ExistingPlace, waiting: Waiting): Promise<OpenPlace> => {
  const environment = await openExisting(place, waiting.progress, waiting.signal);
  const { installation } = environment;
  const { endpoint, place: where } = installation.found;
  return {
    environment,
    target: {
      kind: 'installation',
      executable: place.endpoint ?? `Service ${where.namespace}/${where.service}, ${endpoint}`,
    },
    host: installationHost(installation, place.allowed, waiting),
  };
};

/** Throws an EnvironmentError or a UsageError, and then nothing is left. */
export const openPlace = (place: Place, waiting: Waiting): Promise<OpenPlace> => {
  switch (place.environment) {
    case 'local':
      return openLocal(place, waiting);
    case 'kind':
      return openKind(place, waiting);
    case 'existing':
      return openInstalled(place, waiting);
  }
};
