import { UsageError } from '../cli/usage-error.ts';
import { binaryTarget } from './binary.ts';
import { referenceTarget } from './reference.ts';
import type { ProgramTarget } from './target.ts';

/** The target that `--target` names: `reference` or `binary:PATH`. */
export const resolveTarget = async (name: string, manifestsDirectory?: string): Promise<ProgramTarget> => {
  if (name === 'reference') return referenceTarget(manifestsDirectory);
  if (name.startsWith('binary:')) return binaryTarget(name.slice('binary:'.length), manifestsDirectory);
  throw new UsageError(`--target ${name}: expected "reference" or "binary:PATH"`);
};
