import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { engineFolders } from './engine-folders.ts';
import { keeperMessage, type KeeperMessage } from './keeper-message.ts';
import { patience } from '../../waiting/slowness.ts';
import { waitUntil, type Look } from '../../waiting/wait-until.ts';

/** A user's connection to the engine that the keeper runs. */
export interface OwnEngine extends AsyncDisposable {
  readonly address: string;
  readonly version: string;
  /** Aborted with an EnvironmentError when the engine has exited unexpectedly. */
  readonly broken: AbortSignal;
}

const deadlineMs = 90_000;
/** The time for which the last user waits until everything is removed. */
const endMs = 60_000;

const connected = (socketPath: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ path: socketPath, allowHalfOpen: true } as { path: string });
    socket.once('connect', () => resolve(socket));
    // No keeper listens, or the keeper is exiting and closes the connection.
    socket.on('error', () => resolve(undefined));
  });

const startKeeper = (logPath: string): void => {
  const file = `engine-keeper${path.extname(import.meta.filename)}`;
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, file)], {
    cwd: '/',
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
};

/** The first message `ready` or `failed` of the keeper; undefined if the keeper exits without either. */
const firstDecisiveMessage = async (socket: Socket, signal: AbortSignal): Promise<KeeperMessage | undefined> => {
  const aborted = () => socket.destroy();
  if (signal.aborted) aborted();
  signal.addEventListener('abort', aborted, { once: true });
  try {
    for await (const line of createInterface({ input: socket })) {
      const message = keeperMessage.parse(JSON.parse(line));
      if (message.state === 'ready' || message.state === 'failed') return message;
    }
    return undefined;
  } catch (cause) {
    // An exiting keeper resets new connections.
    if (!['ECONNRESET', 'EPIPE'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    return undefined;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
};

const openEngine = (socket: Socket, { address, version }: KeeperMessage & { state: 'ready' }): OwnEngine => {
  const broken = new AbortController();
  let disposing = false;
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.once('close', () => {
      if (!disposing) broken.abort(new EnvironmentError(`the container engine at ${address} exited unexpectedly`));
      resolve();
    });
  });
  socket.resume();
  // The connection alone must not keep this process running.
  socket.unref();
  return {
    address,
    version,
    broken: broken.signal,
    [Symbol.asyncDispose]: async () => {
      disposing = true;
      socket.ref();
      socket.end();
      const limitMs = patience(endMs);
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(new EnvironmentError(`the container engine at ${address} did not exit within ${limitMs / 1000} s`)),
          limitMs,
        );
      });
      await Promise.race([closed, timeout]).finally(() => clearTimeout(timer));
    },
  };
};

/** Connects to the harness's own engine, and starts it if it does not run. Its programs must be set up. */
export const ownEngine = async (signal: AbortSignal): Promise<OwnEngine> => {
  const { keeper, runtime } = await engineFolders();
  const logPath = `${runtime}.log`;
  let started = -Infinity;
  const look = async (timedOut: AbortSignal): Promise<Look<OwnEngine>> => {
    const socket = await connected(keeper);
    if (socket === undefined) {
      if (performance.now() - started > 5000) {
        startKeeper(logPath);
        started = performance.now();
      }
      return { observed: 'no keeper process' };
    }
    const message = await firstDecisiveMessage(socket, timedOut);
    if (message?.state === 'ready' && !timedOut.aborted) return { done: openEngine(socket, message) };
    socket.destroy();
    if (message?.state === 'failed') throw new EnvironmentError(message.message);
    started = -Infinity;
    return { observed: 'a keeper process that exited' };
  };
  const details = () => ({ remark: `See ${logPath}` });
  return waitUntil({ name: 'the container engine', deadlineMs, intervalMs: 50, look, details }, { signal });
};
