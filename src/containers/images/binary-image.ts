import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '../../waiting/progress.ts';
import { imageFolder } from './image-folder.ts';
import { imageUser } from './image-user.ts';
import { linkedLibraries } from './linked-libraries.ts';
import { localImage, type LocalImage } from './local-image.ts';

/** The path of the API server in KFP's own image. */
const apiServer = '/bin/apiserver';

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

/**
 * Builds an image of a KFP API server binary as /bin/apiserver, with its libraries and the certificate authorities that
 * this machine trusts, but without the configuration and samples of KFP's image.
 */
export const binaryImage = async (program: string, progress: Progress, signal: AbortSignal): Promise<LocalImage> => {
  const libraries = await linkedLibraries(program);
  return localImage(
    {
      kind: 'binary',
      inputs: [await sha256Of(program), ...(await Promise.all(libraries.map(sha256Of)))],
      make: async (scratch) => {
        const root = path.join(scratch, 'root');
        await mkdir(root);
        const image = await imageFolder(root);
        await image.addProgram(program, apiServer);
        return {
          layers: [{ directory: root, owner: 0 }],
          config: {
            Entrypoint: [apiServer],
            Env: image.environment(),
            User: `${imageUser}:${imageUser}`,
            WorkingDir: '/tmp',
          },
        };
      },
    },
    progress,
    signal,
  );
};
