import { imageReference } from '../containers/images/image-reference.ts';
import { UsageError } from '../failures/usage-error.ts';
import { binaryTarget } from './binary.ts';
import { referenceTarget } from './reference.ts';
import type { StartableTarget } from './target.ts';

/** The target that `--target` names: `reference`, `binary:PATH` or `image:REF`. */
export const resolveTarget = async (name: string, manifestsDirectory?: string): Promise<StartableTarget> => {
  if (name === 'reference') return referenceTarget(manifestsDirectory);
  if (name.startsWith('binary:')) return binaryTarget(name.slice('binary:'.length), manifestsDirectory);
  if (name.startsWith('image:')) {
    const executable = name.slice('image:'.length);
    imageReference(executable);
    return { kind: 'image', executable, ...(manifestsDirectory !== undefined && { manifestsDirectory }) };
  }
  if (name === 'manifests')
    throw new UsageError('--target manifests deploys a distribution as shipped, which requires --environment kind');
  throw new UsageError(
    `--target ${name}: expected "reference", "binary:PATH", "image:REF", or "manifests" with --environment kind`,
  );
};
