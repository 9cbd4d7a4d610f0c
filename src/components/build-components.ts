import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withParentDeathSignal } from '../processes/parent-death-signal.ts';
import { isAbandoned, ownedName } from '../processes/owned-name.ts';
import { buildFailure } from './build-failure.ts';
import { cacheEntry, componentCache } from './cache-entry.ts';
import { cacheDirectory } from './cache-directory.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { buildFlags, linkerFlags } from './build-flags.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';
import type { Toolchain } from './versions.ts';

/** The state of a running build, reported about once per second. */
export interface BuildState {
  readonly seconds: number;
  /** Go packages compiled so far. */
  readonly packages: number;
}

const scratchPrefix = '.building-';

/** Removes the scratch directories of killed set-ups. The caller must hold the set-up lock. */
export const removeAbandonedBuilds = async (): Promise<void> => {
  await mkdir(componentCache(), { recursive: true });
  for (const entry of await readdir(componentCache())) {
    if (!entry.startsWith(scratchPrefix)) continue;
    const directory = path.join(componentCache(), entry);
    const age = Date.now() - (await stat(directory)).mtimeMs;
    if (isAbandoned(entry, scratchPrefix, age) || age > 86_400_000)
      await rm(directory, { recursive: true, force: true });
  }
};

export const scratchDirectory = (): string => path.join(componentCache(), ownedName(scratchPrefix));

/** The file name that `go build` gives to a package's program: the last part of the path that is not a major version. */
const programOf = (name: ComponentName): string => path.basename(recipes[name].package.replace(/\/v\d+$/, ''));

/** With more memory, up to a measured 2 GiB, Go's compilers take a twentieth less time. */
const garbageCollection = os.totalmem() >= 8 * 2 ** 30 ? { GOGC: '400' } : {};

const compile = async (
  toolchain: Toolchain,
  names: readonly ComponentName[],
  scratch: string,
  onPackage: () => void,
  signal: AbortSignal,
): Promise<{ code: number | null; printed: string }> => {
  const packages = names.map((name) => recipes[name].package);
  // With a trailing separator, Go treats the output as a directory even for a single program.
  const output = path.join(scratch, 'out', path.sep);
  const args = ['build', '-v', ...buildFlags, '-ldflags', linkerFlags(toolchain), '-o', output, ...packages];
  const command = await withParentDeathSignal('go', args);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A separate process group, so that the compilers that Go starts are killed with it.
    const child = spawn(command.file, command.args, {
      cwd: toolchainModule(toolchain).directory,
      env: {
        ...garbageCollection,
        ...process.env,
        GOWORK: 'off',
        GOFLAGS: '',
        GO111MODULE: 'on',
        CGO_ENABLED: '0',
        GOTMPDIR: scratch,
        GOOS: '',
        GOARCH: '',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const aborted = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', aborted, { once: true });
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-50_000);
      for (const line of text.split('\n')) if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) onPackage();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', aborted);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ code, printed });
    });
  });
};

const moveToCache = async (name: ComponentName, scratch: string, entry: string): Promise<void> => {
  const folder = path.join(scratch, name);
  await mkdir(folder);
  await rename(path.join(scratch, 'out', programOf(name)), path.join(folder, name));
  try {
    await rename(folder, entry);
  } catch (cause) {
    // A set-up that does not share the lock was faster; the same inputs result in the same program.
    if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  }
};

/**
 * Builds programs of one toolchain with a single command, so that one is compiled while another is linked. Each program
 * gets a directory in the cache, which appears only when it is complete.
 */
export const buildComponents = async (
  toolchain: Toolchain,
  names: readonly ComponentName[],
  go: GoToolchain,
  onProgress: (state: BuildState) => void,
  signal: AbortSignal,
): Promise<void> => {
  const started = performance.now();
  const scratch = scratchDirectory();
  let packages = 0;
  const clock = setInterval(
    () => onProgress({ seconds: Math.round((performance.now() - started) / 1000), packages }),
    1000,
  );
  try {
    await mkdir(path.join(scratch, 'out'), { recursive: true });
    const onPackage = () => {
      packages += 1;
    };
    const { code, printed } = await compile(toolchain, names, scratch, onPackage, signal);
    if (code !== 0) throw buildFailure(names.join(', '), printed, { ...go, cache: cacheDirectory() });
    for (const name of names) await moveToCache(name, scratch, cacheEntry(name, go));
  } finally {
    clearInterval(clock);
    await rm(scratch, { recursive: true, force: true });
  }
};
