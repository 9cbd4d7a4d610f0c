import { readManifests } from '../../cluster/manifests.ts';
import { local } from '../../environments/local/local.ts';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { processHost } from '../../targets/processes/process-host.ts';
import { targetStarter } from '../../targets/processes/target-process.ts';
import { resolveTarget } from '../../targets/resolve-target.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { LocalChoice, OpenEnvironment } from '../environment-choice.ts';
import { untilBroken } from './until-broken.ts';

/** Starts the servers on loopback, without a target. */
export const startLocal = (
  { databaseUrl, kept = false }: Pick<LocalChoice, 'databaseUrl' | 'kept'>,
  { progress, signal }: Waiting,
): Promise<RunningLocalEnvironment> =>
  local({ kept, ...(databaseUrl !== undefined && { databaseUrl }) }).start(progress, signal);

/** Opens an environment whose targets run as processes on loopback. */
export const openLocal: OpenEnvironment<'local'> = async (choice, waiting, stack) => {
  const target = await resolveTarget(choice.target, choice.manifests);
  const manifests = await readManifests(target, waiting);
  const environment = stack.use(await startLocal(choice, waiting));
  const meanwhile = untilBroken(waiting, environment);
  const starter = stack.use(await targetStarter(environment, target, meanwhile));
  return { environment, target, host: processHost(environment, starter, manifests, meanwhile) };
};
