import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../failures/usage-error.ts';
import type { ProgramTarget } from './target.ts';

/** `binary:PATH`: somebody's build of the KFP API server. Throws a UsageError when there is no such program. */
export const binaryTarget = async (file: string, manifestsDirectory?: string): Promise<ProgramTarget> => {
  const executable = path.resolve(file);
  const found = await stat(executable).catch(() => undefined);
  if (found === undefined)
    throw new UsageError(`--target: there is no file ${executable}; build the KFP API server and name its path`);
  if (!found.isFile())
    throw new UsageError(`--target: ${executable} is not a file; name the API server's executable itself`);
  await access(executable, constants.X_OK).catch((cause: unknown) => {
    throw new UsageError(`--target: ${executable} is not executable; try chmod +x`, { cause });
  });
  const digest = createHash('sha256');
  await pipeline(createReadStream(executable), digest);
  return {
    kind: 'binary',
    executable,
    sha256: digest.digest('hex'),
    ...(manifestsDirectory !== undefined && { manifestsDirectory }),
    command: (args, env) => ({ file: executable, args, env }),
  };
};
