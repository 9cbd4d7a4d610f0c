import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../failures/usage-error.ts';
import type { ProgramTarget } from './target.ts';

/** `binary:PATH`: a build of the KFP API server. Throws a UsageError if the file is missing or not executable. */
export const binaryTarget = async (file: string, manifestsDirectory?: string): Promise<ProgramTarget> => {
  const executable = path.resolve(file);
  const found = await stat(executable).catch(() => undefined);
  if (found === undefined)
    throw new UsageError(`--target: file ${executable} does not exist; build the KFP API server and pass its path`);
  if (!found.isFile())
    throw new UsageError(`--target: ${executable} is not a file; pass the path of the API server's executable`);
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
