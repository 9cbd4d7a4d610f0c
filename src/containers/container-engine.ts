import { EnvironmentError } from '../failures/environment-error.ts';
import { withSetupLock } from '../components/setup-lock.ts';
import type { Progress } from '../waiting/progress.ts';
import { canFetchDebianPackages } from './own-engine/debian-packages.ts';
import { fetchEnginePrograms, findEnginePrograms } from './own-engine/engine-programs.ts';
import { findEngine } from './find-engine.ts';
import { ownEngine } from './own-engine/own-engine.ts';

/** A container engine that can be used until it is disposed of. */
export interface ContainerEngine extends AsyncDisposable {
  /** In the format of DOCKER_HOST. */
  readonly address: string;
  readonly version: string;
  /** `machine`: an existing engine. `own`: the harness's own engine, which stops and cleans up after its last user. */
  readonly source: 'machine' | 'own';
  /** The environment variables with which `docker`, `kind` and similar programs use the engine. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted with an EnvironmentError when the harness's own engine has exited unexpectedly. */
  readonly broken: AbortSignal;
}

/** Sets up the programs of the harness's own engine. If that is impossible, throws an EnvironmentError starting with `need`. */
export const setUpEnginePrograms = async (need: string, progress: Progress, signal: AbortSignal) => {
  const found = process.getuid?.() === 0 && process.platform === 'linux' ? await findEnginePrograms() : undefined;
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || !(await canFetchDebianPackages()))
    throw new EnvironmentError(
      `${need}. The required programs can be downloaded only by root on Debian or Ubuntu (this is ${process.platform}, ${process.getuid?.() === 0 ? 'apt-get is missing' : 'the user is not root'})`,
    );
  return withSetupLock(progress, signal, () => fetchEnginePrograms(progress, signal));
};

/** The reason why no engine is available; undefined if one answers or the harness can start its own. Changes nothing. */
export const engineUnavailableReason = async (): Promise<string | undefined> => {
  const { engine, passedOver } = await findEngine();
  if (engine !== undefined) return undefined;
  if (!process.env['DOCKER_HOST'] && process.platform === 'linux' && (await canFetchDebianPackages())) return undefined;
  return `no container engine answers at ${passedOver.join(', ')}, and the harness cannot start its own on this machine`;
};

/** The engine that answers, else the harness's own engine, which requires root and Debian or Ubuntu. */
export const containerEngine = async (progress: Progress, signal: AbortSignal): Promise<ContainerEngine> => {
  const { engine, passedOver } = await findEngine();
  if (engine !== undefined)
    return {
      ...engine,
      source: 'machine',
      env: { DOCKER_HOST: engine.address },
      broken: new AbortController().signal,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  // Falling back to another engine would hide that the named one does not answer.
  if (process.env['DOCKER_HOST'])
    throw new EnvironmentError(
      `no container engine answers at the address in DOCKER_HOST: ${passedOver.join(', ')}. Start it, or unset DOCKER_HOST`,
    );
  const programs = await setUpEnginePrograms(
    `a container engine is needed, but none answers at ${passedOver.join(', ')}. Start Docker, or name a running engine with DOCKER_HOST. Otherwise the harness starts its own engine`,
    progress,
    signal,
  );
  const own = await ownEngine(signal);
  return {
    address: own.address,
    version: own.version,
    source: 'own',
    // In a container, testcontainers would derive the host of ports from a default network, which this engine lacks.
    env: { ...programs.env, DOCKER_HOST: own.address, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' },
    broken: own.broken,
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
};
