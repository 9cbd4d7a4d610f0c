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

/** The engine, what it starts, and what the offline node image is built with. */
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

/** Programs of a container engine: in a folder of the cache, the machine's own where they are installed. */
export interface EnginePrograms {
  readonly dockerd: string;
  /** OCI runtime that containers are started with. */
  readonly runtime: string;
  /** What the engine and the programs below need in their environment to find each other. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder that packages were unpacked into. */
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

const ready = async (directory: string): Promise<EnginePrograms | undefined> => {
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

/** The programs, where they have been fetched before. */
export const findEnginePrograms = async (): Promise<EnginePrograms | undefined> => ready(await programsDirectory());

/** The same, fetched from the machine's Debian where they are not there. Call it with the set-up lock held. */
export const fetchEnginePrograms = async (progress: Progress, signal: AbortSignal): Promise<EnginePrograms> => {
  const directory = await programsDirectory();
  const found = await ready(directory);
  if (found !== undefined) return found;
  progress.line(`container engine: unpacking Debian's ${packages.join(', ')} into ${directory}`);
  const scratch = `${directory}.new`;
  await rm(scratch, { recursive: true, force: true });
  const ofEngine: Progress = { line: (text) => progress.line(`container engine: ${text}`) };
  await unpackDebianPackages(packages, scratch, ofEngine, signal);
  const { own } = await foldersOf(scratch);
  const bin = path.join(scratch, 'bin');
  await mkdir(bin, { recursive: true });
  // Debian makes these names when a package is configured, and these are only unpacked.
  if ((await findExecutable(['xtables-nft-multi'], own)) !== undefined)
    for (const name of links) await symlink('../usr/sbin/xtables-nft-multi', path.join(bin, name));
  const inPlace = await findExecutable(['runc'], [...own, ...searchPath()]);
  if (inPlace === undefined)
    throw new EnvironmentError(`expected runc among Debian's packages ${packages.join(', ')}, and found none`);
  const wrapper = path.join(bin, wrapperName);
  await writeFile(wrapper, runtimeWrapper(inPlace.replace(scratch, directory)));
  await chmod(wrapper, 0o755);
  await rm(path.join(scratch, '.archives'), { recursive: true });
  await rm(directory, { recursive: true, force: true });
  await rename(scratch, directory);
  const programs = await ready(directory);
  if (programs === undefined)
    throw new EnvironmentError(`expected dockerd among Debian's packages ${packages.join(', ')}, and found none`);
  return programs;
};
