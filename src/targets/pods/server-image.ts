import type { RunningKindEnvironment } from '../../environments/kind/kind.ts';
import { binaryImage } from '../../images/binary-image.ts';
import type { LocalImage } from '../../images/local-image.ts';
import { referenceImage } from '../../images/reference-image.ts';
import type { ProgramTarget } from '../target.ts';
import type { Waiting } from '../waiting.ts';
import type { ServerImage } from './server-objects.ts';

const imageOf = ({ kind, executable }: ProgramTarget, { progress, signal }: Waiting): Promise<LocalImage> =>
  kind === 'reference'
    ? referenceImage(executable, { line: progress }, signal)
    : binaryImage(executable, { line: progress }, signal);

/** The target as an image that the cluster's node has. */
export const serverImage = async (
  target: ProgramTarget,
  { cluster }: Pick<RunningKindEnvironment, 'cluster'>,
  waiting: Waiting,
): Promise<ServerImage> => {
  const { reference, archive } = await imageOf(target, waiting);
  waiting.progress(`${cluster.name}: loading ${reference}`);
  await cluster.loadImage(archive);
  return { reference };
};
