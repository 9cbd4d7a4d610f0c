import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withParentDeathSignal } from '../processes/parent-death-signal.ts';
import { identify, liveness } from '../processes/process-identity.ts';
import { buildFailure } from './build-failure.ts';
import { cacheEntry, componentCache } from './cache-entry.ts';
import { cacheDirectory } from './cache-directory.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { buildFlags, linkerFlags } from './build-flags.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';
import type { Toolchain } from './versions.ts';

/** What a build does at the moment, told about once a second. */
export interface BuildState {
  readonly seconds: number;
  /** Go packages compiled so far. */
  readonly packages: number;
}

const scratchPrefix = '.building-';

/** Removes what killed set-ups left. Only called with the set-up lock held. */
export const removeAbandonedBuilds = async (): Promise<void> => {
  await mkdir(componentCache(), { recursive: true });
  for (const entry of await readdir(componentCache())) {
    if (!entry.startsWith(scratchPrefix)) continue;
    const [pid, start, scope] = entry.slice(scratchPrefix.length).split('~');
    const identity = { pid: Number(pid), start: start ?? '', scope: (scope ?? '').replaceAll('_', ' ') };
    const directory = path.join(componentCache(), entry);
    const age = Date.now() - (await stat(directory)).mtimeMs;
    if (liveness(identity) === 'dead' || age > 86_400_000) await rm(directory, { recursive: true, force: true });
  }
};

export const scratchDirectory = (): string => {
  const { pid, start, scope } = identify(process.pid) ?? { pid: process.pid, start: '', scope: '' };
  return path.join(componentCache(), `${scratchPrefix}${pid}~${start}~${scope.replaceAll(' ', '_')}`);
};

/** What `go build` calls the program of a package: the last part of its path that is no major version. */
const programOf = (name: ComponentName): string => path.basename(recipes[name].package.replace(/\/v\d+$/, ''));

/** Go's compilers save a twentieth of their time where they may use more memory: up to 2 GiB, measured. */
const garbageCollection = os.totalmem() >= 8 * 2 ** 30 ? { GOGC: '400' } : {};

const compile = async (
  toolchain: Toolchain,
  names: readonly ComponentName[],
  scratch: string,
  compiled: () => void,
  signal: AbortSignal,
): Promise<{ code: number | null; printed: string }> => {
  const packages = names.map((name) => recipes[name].package);
  // With the separator at its end the output is a folder, also of one program.
  const output = path.join(scratch, 'out', path.sep);
  const args = ['build', '-v', ...buildFlags, '-ldflags', linkerFlags(toolchain), '-o', output, ...packages];
  const command = await withParentDeathSignal('go', args);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: the compilers that Go starts are ended with it.
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
      for (const line of text.split('\n')) if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) compiled();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', aborted);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ code, printed });
    });
  });
};

const keep = async (name: ComponentName, scratch: string, entry: string): Promise<void> => {
  const folder = path.join(scratch, name);
  await mkdir(folder);
  await rename(path.join(scratch, 'out', programOf(name)), path.join(folder, name));
  try {
    await rename(folder, entry);
  } catch (cause) {
    // Somebody who does not see our lock was quicker; the same inputs gave the same program.
    if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  }
};

/**
 * Builds programs of one toolchain, all at once, so that one is compiled while another is linked. Each gets its place in
 * the cache, which appears complete or not at all.
 */
export const buildComponents = async (
  toolchain: Toolchain,
  names: readonly ComponentName[],
  go: GoToolchain,
  told: (state: BuildState) => void,
  signal: AbortSignal,
): Promise<void> => {
  const started = performance.now();
  const scratch = scratchDirectory();
  let packages = 0;
  const clock = setInterval(() => told({ seconds: Math.round((performance.now() - started) / 1000), packages }), 1000);
  try {
    await mkdir(path.join(scratch, 'out'), { recursive: true });
    const counted = () => {
      packages += 1;
    };
    const { code, printed } = await compile(toolchain, names, scratch, counted, signal);
    if (code !== 0) throw buildFailure(names.join(', '), printed, { ...go, cache: cacheDirectory() });
    for (const name of names) await keep(name, scratch, cacheEntry(name, go));
  } finally {
    clearInterval(clock);
    await rm(scratch, { recursive: true, force: true });
  }
};
