import { fork } from 'node:child_process';
import { EnvironmentError } from '../failures/environment-error.ts';
import { keepArguments, type KeepOptions } from './keep-options.ts';
import type { KeptTarget } from './kept-target.ts';

/** The access data of a kept environment. */
export interface KeptAccess {
  /** `env-Ab12Cd`, for `env down` */
  readonly name: string;
  readonly keeperPid: number;
  readonly kubeconfig: string;
  /** File with `mysql://user:password@host:port`, mode 0600. */
  readonly databaseUrlFile: string;
  readonly etcd: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The API server, if one was requested. */
  readonly target?: KeptTarget;
}

/** The messages of a keeper to the command that started it. */
export type KeeperMessage =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly access: KeptAccess }
  | { readonly kind: 'failed'; readonly message: string };

/** Starts a keeper in the background; resolves when its environment is ready. */
export const startKeeper = async (
  options: KeepOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<KeptAccess> => {
  const entry = process.argv[1];
  if (entry === undefined) throw new Error('the command line has no program file to start a keeper from');
  const keeper = fork(entry, ['env', 'keep', ...keepArguments(options)], {
    detached: true,
    stdio: 'ignore',
  });
  const abort = () => keeper.kill('SIGTERM');
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<KeptAccess>((resolve, reject) => {
      keeper.on('message', (message: KeeperMessage) => {
        if (message.kind === 'progress') progress(message.line);
        else if (message.kind === 'ready') resolve(message.access);
        else reject(new EnvironmentError(message.message));
      });
      keeper.once('error', reject);
      keeper.once('exit', (code, by) =>
        reject(
          signal.aborted
            ? signal.reason
            : new EnvironmentError(`the process that keeps the environment ended with ${by ?? `exit code ${code}`}`),
        ),
      );
    });
  } catch (cause) {
    // The keeper has cleaned up only once it has ended.
    if (keeper.exitCode === null && keeper.signalCode === null)
      await new Promise((resolve) => keeper.once('exit', resolve));
    throw signal.aborted ? signal.reason : cause;
  } finally {
    signal.removeEventListener('abort', abort);
    if (keeper.connected) keeper.disconnect();
    keeper.unref();
  }
};
