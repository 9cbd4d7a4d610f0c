import { EnvironmentError } from '../failures/environment-error.ts';
import { withSetupLock } from '../components/setup-lock.ts';
import type { Progress } from '../waiting/progress.ts';
import { canFetchDebianPackages } from './own-engine/debian-packages.ts';
import { fetchEnginePrograms, findEnginePrograms } from './own-engine/engine-programs.ts';
import { findEngine } from './find-engine.ts';
import { ownEngine } from './own-engine/own-engine.ts';

/** A container engine to be used, until it is disposed of. */
export interface ContainerEngine extends AsyncDisposable {
  /** As DOCKER_HOST says it. */
  readonly address: string;
  readonly version: string;
  /** `machine`: somebody else runs it. `own`: it ends, and removes all that runs in it, with its last user. */
  readonly source: 'machine' | 'own';
  /** What `docker`, `kind` and the like need in their environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted, with an EnvironmentError for its reason, when an own engine has ended by itself. */
  readonly broken: AbortSignal;
}

/** The programs of an engine of our own. Throws an EnvironmentError, which begins with `why`, where they cannot be had. */
export const setUpEnginePrograms = async (why: string, progress: Progress, signal: AbortSignal) => {
  const found = process.getuid?.() === 0 && process.platform === 'linux' ? await findEnginePrograms() : undefined;
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || !(await canFetchDebianPackages()))
    throw new EnvironmentError(
      `${why}: as root on Debian or Ubuntu its programs are fetched, and this is ${process.platform} with ${process.getuid?.() === 0 ? 'no apt-get' : 'an ordinary user'}`,
    );
  return withSetupLock(progress, signal, () => fetchEnginePrograms(progress, signal));
};

/** Why no engine can be had here; undefined when one answers, or one of our own can be started. Changes nothing. */
export const engineUnavailableReason = async (): Promise<string | undefined> => {
  const { engine, passedOver } = await findEngine();
  if (engine !== undefined) return undefined;
  if (!process.env['DOCKER_HOST'] && process.platform === 'linux' && (await canFetchDebianPackages())) return undefined;
  return `no container engine answers at ${passedOver.join(', ')}, and none can be fetched here`;
};

/** The engine that answers here, else one of our own where the machine is Debian-like and the user root. */
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
  // Somebody named one: another in its place would hide that it does not answer.
  if (process.env['DOCKER_HOST'])
    throw new EnvironmentError(
      `no container engine answers where DOCKER_HOST says: ${passedOver.join(', ')}. Start it, or unset DOCKER_HOST`,
    );
  const programs = await setUpEnginePrograms(
    `a container engine is needed, and none answers at ${passedOver.join(', ')}. Start Docker, or name a running engine with DOCKER_HOST`,
    progress,
    signal,
  );
  const own = await ownEngine(signal);
  return {
    address: own.address,
    version: own.version,
    source: 'own',
    // A program in a container that uses testcontainers would look for ports in a default network, which this engine lacks.
    env: { ...programs.env, DOCKER_HOST: own.address, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' },
    broken: own.broken,
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
};
