import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCode } from '../failures/exit-code.ts';
import { firstFailure } from '../failures/first-failure.ts';
import type { KeeperMessage } from './environment-keeper.ts';
import type { KeepOptions } from './keep-options.ts';
import { interruption } from './interruption.ts';
import { openKept } from './open-kept.ts';

const send = (message: KeeperMessage): void => {
  if (process.connected) process.send?.(message);
};

/** The hidden command that holds an environment in the background until it gets SIGTERM. */
export const keepEnvironment = async (options: KeepOptions): Promise<void> => {
  using interrupted = interruption();
  const abandoned = new AbortController();
  // If the parent ends before it got the access data, the user never learns of the environment, so it must not stay.
  const onDisconnect = () => abandoned.abort(new Error('the command that started the environment has ended'));
  process.once('disconnect', onDisconnect);
  const waiting = {
    progress: (line: string) => send({ kind: 'progress', line }),
    signal: AbortSignal.any([interrupted.signal, abandoned.signal]),
  };
  try {
    await using kept = await openKept(options, waiting);
    const { environment, target } = kept;
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
        ...(target !== undefined && { target }),
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
    process.exitCode = exitCode.environment;
  }
};
