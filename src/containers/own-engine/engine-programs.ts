import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { cacheDirectory } from '../../components/cache-directory.ts';
import { findExecutable, searchPath } from '../../processes/search-path.ts';
import type { Progress } from '../../waiting/progress.ts';
import { unpackDebianPackages } from './debian-packages.ts';
import { runtimeWrapper, lacksSysResource } from './runtime-wrapper.ts';

/** The packages of the engine, of the programs that it starts, and of the tools that build the offline node image. */
const packages = [
  'docker.io',
  'containerd',
  'runc',
  'iptables',
  'iproute2',
  'debootstrap',
  'debian-archive-keyring',
  'wget',
] as const;

/** The programs of a container engine: those installed on the machine, and the others in a directory of the cache. */
export interface EnginePrograms {
  readonly dockerd: string;
  /** The OCI runtime that starts containers. */
  readonly runtime: string;
  /** The environment variables with which the engine and the programs find each other. */
  readonly env: Readonly<Record<string, string>>;
  /** The directory into which the packages were unpacked. */
  readonly directory: string;
}

const links = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

const wrapperName = 'kfp-conformance-runc';

const programsDirectory = async (): Promise<string> => {
  const release = await readFile('/etc/os-release', 'utf8');
  const inputs = JSON.stringify([packages, release, process.arch, runtimeWrapper('runc')]);
  const hash = createHash('sha256').update(inputs).digest('hex').slice(0, 12);
  return path.join(cacheDirectory(), `engine-programs-${hash}`);
};

const foldersOf = async (directory: string) => {
  const own = ['bin', 'usr/bin', 'usr/sbin'].map((folder) => path.join(directory, folder));
  let libraries: readonly string[];
  try {
    libraries = await readdir(path.join(directory, 'usr', 'lib'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    libraries = [];
  }
  return {
    own,
    library: libraries
      .filter((name) => name.includes('-linux-'))
      .map((name) => path.join(directory, 'usr', 'lib', name)),
  };
};

const programsIn = async (directory: string): Promise<EnginePrograms | undefined> => {
  const { own, library } = await foldersOf(directory);
  const folders = [...own, ...searchPath()];
  const dockerd = await findExecutable(['dockerd'], folders);
  const runtime = await findExecutable([wrapperName], [path.join(directory, 'bin')]);
  if (dockerd === undefined || runtime === undefined) return undefined;
  const debootstrap = path.join(directory, 'usr', 'share', 'debootstrap');
  return {
    dockerd,
    runtime: lacksSysResource() ? runtime : ((await findExecutable(['runc'], folders)) ?? runtime),
    env: {
      PATH: folders.join(path.delimiter),
      ...(library.length > 0 && {
        LD_LIBRARY_PATH: library.join(path.delimiter),
        XTABLES_LIBDIR: library.map((folder) => path.join(folder, 'xtables')).join(path.delimiter),
      }),
      ...(existsSync(debootstrap) && { DEBOOTSTRAP_DIR: debootstrap }),
    },
    directory,
  };
};

/** The programs, if they were set up before. */
export const findEnginePrograms = async (): Promise<EnginePrograms | undefined> =>
  programsIn(await programsDirectory());

/** The programs, downloaded from the machine's Debian mirror if necessary. The caller must hold the set-up lock. */
export const fetchEnginePrograms = async (progress: Progress, signal: AbortSignal): Promise<EnginePrograms> => {
  const directory = await programsDirectory();
  const found = await programsIn(directory);
  if (found !== undefined) return found;
  progress.line(`container engine: unpacking the Debian packages ${packages.join(', ')} into ${directory}`);
  const scratch = `${directory}.new`;
  await rm(scratch, { recursive: true, force: true });
  const ofEngine: Progress = { line: (text) => progress.line(`container engine: ${text}`) };
  await unpackDebianPackages(packages, scratch, ofEngine, signal);
  const { own } = await foldersOf(scratch);
  const bin = path.join(scratch, 'bin');
  await mkdir(bin, { recursive: true });
  // Debian creates these links when it configures the package, which is only unpacked here.
  if ((await findExecutable(['xtables-nft-multi'], own)) !== undefined)
    for (const name of links) await symlink('../usr/sbin/xtables-nft-multi', path.join(bin, name));
  const runc = await findExecutable(['runc'], [...own, ...searchPath()]);
  if (runc === undefined)
    throw new EnvironmentError(`expected runc in the Debian packages ${packages.join(', ')}, but found none`);
  const wrapper = path.join(bin, wrapperName);
  await writeFile(wrapper, runtimeWrapper(runc.replace(scratch, directory)));
  await chmod(wrapper, 0o755);
  await rm(path.join(scratch, '.archives'), { recursive: true });
  await rm(directory, { recursive: true, force: true });
  await rename(scratch, directory);
  const programs = await programsIn(directory);
  if (programs === undefined)
    throw new EnvironmentError(`expected dockerd in the Debian packages ${packages.join(', ')}, but found none`);
  return programs;
};
