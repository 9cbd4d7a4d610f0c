import { chmod, constants, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { imageUser } from './image-user.ts';
import { linkedLibraries } from './linked-libraries.ts';

/** A directory that becomes a layer of an image. */
export interface ImageFolder {
  /** Copies a file of this machine to an absolute path in the image. */
  add(file: string, target: string, mode?: number): Promise<void>;
  /** Copies a program and the shared libraries that it is linked with. */
  addProgram(program: string, target: string): Promise<void>;
  /** The environment variables with which the programs find their libraries and each other. */
  environment(): readonly string[];
}

const accounts: Readonly<Record<string, string>> = {
  '/etc/passwd': `root:x:0:0:root:/root:/sbin/nologin\nkfp:x:${imageUser}:${imageUser}:kfp:/tmp:/sbin/nologin\n`,
  '/etc/group': `root:x:0:\nkfp:x:${imageUser}:\n`,
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};

/** The files in which distributions store trusted certificate authorities. */
const authorities = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt'];

/** Creates a file system with users, trusted certificate authorities and /tmp, but without programs. */
export const imageFolder = async (directory: string): Promise<ImageFolder> => {
  const pathOf = (target: string) => path.join(directory, target);
  const libraryFolders = new Set<string>();
  const add = async (file: string, target: string, mode = 0o644): Promise<void> => {
    await mkdir(path.dirname(pathOf(target)), { recursive: true });
    await copyFile(file, pathOf(target), constants.COPYFILE_FICLONE);
    await chmod(pathOf(target), mode);
  };
  for (const [file, content] of Object.entries(accounts)) {
    await mkdir(path.dirname(pathOf(file)), { recursive: true });
    await writeFile(pathOf(file), content);
  }
  const trusted = authorities.find((file) => existsSync(file));
  if (trusted !== undefined) await add(trusted, '/etc/ssl/certs/ca-certificates.crt');
  await mkdir(pathOf('/tmp'));
  await chmod(pathOf('/tmp'), 0o1777);
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
      // The image has no ld.so.cache, and the loader does not search every library directory of this machine by default.
      ...(libraryFolders.size > 0 ? [`LD_LIBRARY_PATH=${[...libraryFolders].toSorted().join(':')}`] : []),
      'HOME=/tmp',
      'TMPDIR=/tmp',
    ],
  };
};
