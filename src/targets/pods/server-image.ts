import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { engineImage, imageFromEngine } from '../../containers/images/engine-image.ts';
import { binaryImage } from '../../containers/images/binary-image.ts';
import type { LocalImage } from '../../containers/images/local-image.ts';
import { referenceImage } from '../../containers/images/reference-image.ts';
import type { StartableTarget } from '../target.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { ServerImage } from './server-objects.ts';

type Found = LocalImage & Pick<ServerImage, 'command' | 'digests'>;

const imageOf = async (
  { kind, executable }: StartableTarget,
  { engine }: Pick<RunningKindEnvironment, 'engine'>,
  { progress, signal }: Waiting,
): Promise<Found> => {
  const progressLines = { line: progress };
  switch (kind) {
    case 'reference':
      return referenceImage(executable, progressLines, signal);
    case 'binary':
      return binaryImage(executable, progressLines, signal);
    case 'image': {
      const found = await engineImage(engine, executable, progressLines, signal);
      // The entrypoint may be a shell script that sets flags, as in KFP's image, so its program is run directly.
      return {
        ...(await imageFromEngine(engine, found, progressLines, signal)),
        command: found.program,
        digests: found.digests,
      };
    }
  }
};

/** Loads the target as an image into the cluster's node. */
export const serverImage = async (
  target: StartableTarget,
  { cluster, engine }: Pick<RunningKindEnvironment, 'cluster' | 'engine'>,
  waiting: Waiting,
): Promise<ServerImage> => {
  const { reference, archive, command, digests } = await imageOf(target, { engine }, waiting);
  waiting.progress(`${cluster.name}: loading image ${reference}`);
  await cluster.loadImage(archive);
  return { reference, ...(command !== undefined && { command }), ...(digests !== undefined && { digests }) };
};
