import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { dieWithParent } from '../environments/processes/die-with-parent.ts';
import { identify, liveness } from '../environments/processes/process-identity.ts';
import { buildFailure } from './build-failure.ts';
import { buildFlags, cacheEntry, componentCache } from './cache-entry.ts';
import { cacheDirectory } from './cache-directory.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';

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

const compile = async (
  name: ComponentName,
  output: string,
  scratch: string,
  compiled: () => void,
  signal: AbortSignal,
): Promise<{ code: number | null; printed: string }> => {
  const { toolchain, package: program, ldflags } = recipes[name];
  const args = ['build', '-v', ...buildFlags, '-ldflags', ldflags, '-o', output, program];
  const command = await dieWithParent('go', args);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: the compilers that Go starts are ended with it.
    const child = spawn(command.file, command.args, {
      cwd: toolchainModule(toolchain).directory,
      env: {
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

/** Builds one component into its place in the cache, which appears complete or not at all. */
export const buildComponent = async (
  name: ComponentName,
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
    const { code, printed } = await compile(name, path.join(scratch, 'out', name), scratch, counted, signal);
    if (code !== 0) throw buildFailure(name, printed, { ...go, cache: cacheDirectory() });
    try {
      await rename(path.join(scratch, 'out'), cacheEntry(name, go));
    } catch (cause) {
      // Somebody who does not see our lock was quicker; the same inputs gave the same program.
      if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  } finally {
    clearInterval(clock);
    await rm(scratch, { recursive: true, force: true });
  }
};
