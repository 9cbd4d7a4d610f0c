import type { RunningEnvironment } from '../environments/environment.ts';
import { local } from '../environments/local/local.ts';
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

/** Where a run takes place, and of what. */
export type Place = LocalPlace;

/** An environment with what starts targets in it. Whoever opened it ends the environment. */
export interface OpenPlace {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly host: TargetHost;
}

const openLocal = async (place: LocalPlace, { progress, signal }: Waiting): Promise<OpenPlace> => {
  const target = await resolveTarget(place.target, place.manifests);
  const manifests = await readManifests(target);
  const { databaseUrl } = place;
  const environment = await local({ ...(databaseUrl !== undefined && { databaseUrl }) }).start(progress, signal);
  const waiting = { progress, signal: AbortSignal.any([signal, environment.broken]) };
  return { environment, target, host: processHost(environment, target, manifests, waiting) };
};

/** Throws an EnvironmentError or a UsageError, and then nothing is left. */
export const openPlace = (place: Place, waiting: Waiting): Promise<OpenPlace> => openLocal(place, waiting);
