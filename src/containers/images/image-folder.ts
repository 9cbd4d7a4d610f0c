import { chmod, constants, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { imageUser } from './image-user.ts';
import { linkedLibraries } from './linked-libraries.ts';

/** A folder that becomes an image's layer. */
export interface ImageFolder {
  /** Copies a file of this machine to an absolute path in the image. */
  add(file: string, target: string, mode?: number): Promise<void>;
  /** The same for a program, with the shared libraries that it is linked with. */
  addProgram(program: string, target: string): Promise<void>;
  /** Environment by which the programs find their libraries and each other. */
  environment(): readonly string[];
}

const accounts: Readonly<Record<string, string>> = {
  '/etc/passwd': `root:x:0:0:root:/root:/sbin/nologin\nkfp:x:${imageUser}:${imageUser}:kfp:/tmp:/sbin/nologin\n`,
  '/etc/group': `root:x:0:\nkfp:x:${imageUser}:\n`,
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};

/** Where distributions keep the authorities that they trust. */
const authorities = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt'];

/** A file system with users, trusted authorities and a /tmp, and nothing that runs yet. */
export const imageFolder = async (directory: string): Promise<ImageFolder> => {
  const place = (target: string) => path.join(directory, target);
  const libraryFolders = new Set<string>();
  const add = async (file: string, target: string, mode = 0o644): Promise<void> => {
    await mkdir(path.dirname(place(target)), { recursive: true });
    await copyFile(file, place(target), constants.COPYFILE_FICLONE);
    await chmod(place(target), mode);
  };
  for (const [file, content] of Object.entries(accounts)) {
    await mkdir(path.dirname(place(file)), { recursive: true });
    await writeFile(place(file), content);
  }
  const trusted = authorities.find((file) => existsSync(file));
  if (trusted !== undefined) await add(trusted, '/etc/ssl/certs/ca-certificates.crt');
  await mkdir(place('/tmp'));
  await chmod(place('/tmp'), 0o1777);
  return {
    add,
    addProgram: async (program, target) => {
      await add(program, target, 0o755);
      for (const library of await linkedLibraries(program)) {
        libraryFolders.add(path.dirname(library));
        await add(library, library, 0o755);
      }
    },
    environment: () => [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      // There is no list of libraries in the image, and not every folder of this machine's is where a loader looks.
      ...(libraryFolders.size > 0 ? [`LD_LIBRARY_PATH=${[...libraryFolders].toSorted().join(':')}`] : []),
      'HOME=/tmp',
      'TMPDIR=/tmp',
    ],
  };
};
