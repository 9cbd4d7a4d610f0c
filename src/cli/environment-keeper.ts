import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentError } from '../environments/environment-error.ts';
import { local } from '../environments/local/local.ts';
import type { StorageMode } from '../lanes/lane-name.ts';
import type { VariantName } from '../targets/variant.ts';
import { firstFailure } from '../environments/first-failure.ts';
import { interruption } from './interruption.ts';
import { keepTarget, type KeptTarget } from './kept-target.ts';

/** How a kept environment is reached. */
export interface KeptAccess {
  /** `env-Ab12Cd`, for `env down` */
  readonly name: string;
  readonly keeperPid: number;
  readonly kubeconfig: string;
  /** File with `mysql://user:password@host:port`, mode 0600. */
  readonly databaseUrlFile: string;
  readonly etcd: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The API server that was asked for as well. */
  readonly target?: KeptTarget;
}

/** What is to be kept. */
export interface KeepOptions {
  readonly databaseUrl?: string;
  /** `reference` or `binary:PATH`: an API server on top. */
  readonly target?: string;
  readonly manifests?: string;
  readonly storage?: StorageMode;
  readonly variant?: VariantName;
}

type Message =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly access: KeptAccess }
  | { readonly kind: 'failed'; readonly message: string };

const send = (message: Message): void => {
  if (process.connected) process.send?.(message);
};

/** The hidden command that holds an environment in the background until it gets SIGTERM. */
export const keepEnvironment = async (options: KeepOptions): Promise<void> => {
  using interrupted = interruption();
  const abandoned = new AbortController();
  // The command that started this one ended before it heard of success: nobody would know of the environment.
  const onDisconnect = () => abandoned.abort(new Error('the command that started the environment has ended'));
  process.once('disconnect', onDisconnect);
  const waiting = {
    progress: (line: string) => send({ kind: 'progress', line }),
    signal: AbortSignal.any([interrupted.signal, abandoned.signal]),
  };
  const { databaseUrl } = options;
  try {
    await using environment = await local({ kept: true, ...(databaseUrl !== undefined && { databaseUrl }) }).start(
      waiting.progress,
      waiting.signal,
    );
    await using target = await keepTarget(environment, options, waiting);
    const { host, port, user, password } = environment.database;
    const databaseUrlFile = path.join(environment.stateDirectory, 'database-url');
    await writeFile(
      databaseUrlFile,
      `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}\n`,
      { mode: 0o600 },
    );
    process.off('disconnect', onDisconnect);
    send({
      kind: 'ready',
      access: {
        name: path.basename(environment.stateDirectory),
        keeperPid: process.pid,
        kubeconfig: environment.kubernetes.kubeconfigPath,
        databaseUrlFile,
        etcd: environment.etcdEndpoint,
        versions: environment.versions,
        ...(target !== undefined && { target: target.access }),
      },
    });
    if (process.connected) process.disconnect();
    await new Promise<void>((resolve) => {
      const alive = setInterval(() => {}, 2 ** 30);
      const end = () => {
        clearInterval(alive);
        resolve();
      };
      interrupted.signal.addEventListener('abort', end, { once: true });
      if (interrupted.signal.aborted) end();
    });
  } catch (failure) {
    const cause = firstFailure(failure);
    send({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
    if (process.connected) process.disconnect();
    process.exitCode = 3;
  }
};

/** Starts a keeper in the background; resolves when its environment is ready. */
export const startKeeper = async (
  options: KeepOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<KeptAccess> => {
  const entry = process.argv[1];
  if (entry === undefined) throw new Error('the command line has no program file to start a keeper from');
  const flags = Object.entries({
    '--database-url': options.databaseUrl,
    '--target': options.target,
    '--manifests': options.manifests,
    '--storage': options.storage,
    '--variant': options.variant,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  const keeper = fork(entry, ['env', 'keep', ...flags], {
    detached: true,
    stdio: 'ignore',
  });
  const abort = () => keeper.kill('SIGTERM');
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<KeptAccess>((resolve, reject) => {
      keeper.on('message', (message: Message) => {
        if (message.kind === 'progress') progress(message.line);
        else if (message.kind === 'ready') resolve(message.access);
        else reject(new EnvironmentError(message.message));
      });
      keeper.once('error', reject);
      keeper.once('exit', (code, by) =>
        reject(
          signal.aborted
            ? signal.reason
            : new EnvironmentError(`the keeper of the environment ended with ${by ?? `exit code ${code}`}`),
        ),
      );
    });
  } catch (cause) {
    // Only when it has ended is nothing left.
    if (keeper.exitCode === null && keeper.signalCode === null)
      await new Promise((resolve) => keeper.once('exit', resolve));
    throw signal.aborted ? signal.reason : cause;
  } finally {
    signal.removeEventListener('abort', abort);
    if (keeper.connected) keeper.disconnect();
    keeper.unref();
  }
};
