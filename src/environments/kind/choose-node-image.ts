import type { ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi } from '../../containers/engine-api.ts';
import type { Progress } from '../../waiting/progress.ts';
import { versions } from '../../components/versions.ts';
import { setUpNodeImage } from '../../containers/node-image/node-image.ts';
import { hasImage, loadNodeImage, removeOlderImages } from './load-node-image.ts';

/** The word that asks for the image that is built here. */
export const offline = 'offline';

/**
 * The node image of a run, in the engine or to be pulled by it: the one that is asked for; else the published one that
 * fixtures/versions.yaml pins, but for an engine of our own, which stands in where there is none and so no image either:
 * there it is the one that is built here.
 */
export const chooseNodeImage = async (
  engine: ContainerEngine,
  wanted: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> => {
  await using api = engineApi(engine.address);
  const published = versions['node-image'];
  if (wanted !== undefined && wanted !== offline) return wanted;
  if (wanted === undefined && (engine.source === 'machine' || (await hasImage(api, published)))) return published;
  const built = await setUpNodeImage(progress, signal);
  if ((await loadNodeImage(api, built, signal)) === 'loaded') {
    progress.line(`node image: loaded ${built.reference}`);
    // A gigabyte each; elsewhere they may be another checkout's.
    if (engine.source === 'own') await removeOlderImages(api, built);
  }
  return built.reference;
};
