import type { ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi } from '../../containers/engine-api.ts';
import type { Progress } from '../../waiting/progress.ts';
import { versions } from '../../components/versions.ts';
import { setUpNodeImage } from '../../containers/node-image/node-image.ts';
import { hasImage, loadNodeImage, removeOlderImages } from './load-node-image.ts';

/** The option value that selects the image built on this machine. */
export const offline = 'offline';

/**
 * The node image of a run. By default it is the published image that fixtures/versions.yaml pins, which the machine's
 * engine can pull. The harness's own engine cannot pull images, so unless it has the published image, the image is built
 * on this machine.
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
    // Each image takes a gigabyte. In the machine's engine older images may belong to another checkout.
    if (engine.source === 'own') await removeOlderImages(api, built);
  }
  return built.reference;
};
