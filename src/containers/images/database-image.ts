import { statSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../processes/run-program.ts';
import { setUpMariaDb } from '../../components/set-up.ts';
import type { Progress } from '../../waiting/progress.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { durabilityFlags, preparationFlags, serverFlags, storageFlags } from '../../components/mariadb-settings.ts';
import { step } from './build-step.ts';
import { imageFolder } from './image-folder.ts';
import { imageUser } from './image-user.ts';
import { localImage, type LocalImage } from './local-image.ts';

const server = '/usr/sbin/mariadbd';
const share = '/usr/share/mysql';
const data = '/var/lib/mysql';

/** The directory with the server's character sets and messages, according to the server's help. */
const shareOf = async (program: string): Promise<string> => {
  const printed = await runProgram(program, ['--no-defaults', '--verbose', '--help']);
  const characterSets = /^character-sets-dir\s+(\S+)$/m.exec(printed)?.[1];
  if (characterSets === undefined)
    throw new EnvironmentError(`expected ${program} --verbose --help to print character-sets-dir, but it does not`);
  return path.dirname(path.resolve(characterSets));
};

/**
 * Builds an image of this machine's MariaDB with a prepared data directory. A pod needs only a file with the statements
 * that create the user (`--init-file`). The data is lost when the container is removed.
 */
export const databaseImage = async (progress: Progress, signal: AbortSignal): Promise<LocalImage> => {
  const mariaDb = await setUpMariaDb(progress, signal);
  const { size, mtimeMs } = statSync(mariaDb.path);
  return localImage(
    {
      kind: 'database',
      inputs: [
        mariaDb.path,
        mariaDb.version,
        `${size} ${mtimeMs}`,
        JSON.stringify([storageFlags('', ''), preparationFlags, serverFlags(), durabilityFlags]),
      ],
      make: async (scratch, context) => {
        const root = path.join(scratch, 'root');
        const state = path.join(scratch, 'state');
        const temporary = path.join(scratch, 'tmp');
        const prepared = path.join(state, data);
        await Promise.all([mkdir(root), mkdir(temporary), mkdir(path.dirname(prepared), { recursive: true })]);
        const image = await imageFolder(root);
        await image.addProgram(mariaDb.path, server);
        const machineShare = await shareOf(mariaDb.path);
        for (const name of ['english', 'charsets'])
          await cp(path.join(machineShare, name), path.join(root, share, name), { recursive: true });
        await step(context, mariaDb.installDb, [...storageFlags(prepared, temporary), ...preparationFlags]);
        return {
          layers: [
            { directory: root, owner: 0 },
            { directory: state, owner: imageUser },
          ],
          config: {
            Entrypoint: [
              server,
              ...storageFlags(data, '/tmp'),
              ...serverFlags(),
              ...durabilityFlags.relaxed,
              `--lc-messages-dir=${share}`,
              `--character-sets-dir=${share}/charsets`,
              '--socket=/tmp/mysql.sock',
              '--pid-file=/tmp/mysql.pid',
            ],
            Env: image.environment(),
            User: `${imageUser}:${imageUser}`,
            WorkingDir: '/tmp',
            ExposedPorts: { '3306/tcp': {} },
          },
        };
      },
    },
    progress,
    signal,
  );
};
