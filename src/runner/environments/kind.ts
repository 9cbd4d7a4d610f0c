import { readManifests } from '../../cluster/manifests.ts';
import { kind } from '../../environments/kind/kind.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { podHost } from '../../targets/pods/pod-host.ts';
import { serverImage } from '../../targets/pods/server-image.ts';
import { resolveTarget } from '../../targets/resolve-target.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { KindChoice, OpenEnvironment } from '../environment-choice.ts';
import { untilBroken } from './until-broken.ts';

/** Starts the cluster, without a target. */
export const startKind = (
  { nodeImage, kept = false }: Pick<KindChoice, 'nodeImage' | 'kept'>,
  { progress, signal }: Waiting,
): Promise<RunningKindEnvironment> =>
  kind({ kept, ...(nodeImage !== undefined && { nodeImage }) }).start(progress, signal);

/** Opens an environment whose targets run as pods of a kind cluster. */
export const openKind: OpenEnvironment<'kind'> = async (choice, waiting, stack) => {
  const target = await resolveTarget(choice.target, choice.manifests);
  const manifests = await readManifests(target, waiting);
  const environment = stack.use(await startKind(choice, waiting));
  const meanwhile = untilBroken(waiting, environment);
  const image = await serverImage(target, environment, meanwhile);
  return { environment, target, host: podHost(environment, image, manifests, meanwhile) };
};
