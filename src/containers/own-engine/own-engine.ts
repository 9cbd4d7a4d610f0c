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

/** A share in the engine that the keeper runs. */
export interface OwnEngine extends AsyncDisposable {
  readonly address: string;
  readonly version: string;
  /** Aborted, with an EnvironmentError for its reason, when the engine has ended by itself. */
  readonly broken: AbortSignal;
}

const deadlineMs = 90_000;
/** How long the last user waits for everything to be removed. */
const endMs = 60_000;

const connected = (socketPath: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ path: socketPath, allowHalfOpen: true } as { path: string });
    socket.once('connect', () => resolve(socket));
    // Nobody listens, or a keeper that just ends: its connection is then closed without a word.
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

/** What the keeper says first that decides anything; undefined when it only says that it ends. */
const decided = async (socket: Socket, signal: AbortSignal): Promise<KeeperMessage | undefined> => {
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
    // A keeper that exits leaves those that just came with a reset.
    if (!['ECONNRESET', 'EPIPE'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    return undefined;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
};

const share = (socket: Socket, { address, version }: KeeperMessage & { state: 'ready' }): OwnEngine => {
  const broken = new AbortController();
  let leaving = false;
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.once('close', () => {
      if (!leaving) broken.abort(new EnvironmentError(`the container engine at ${address} has ended by itself`));
      resolve();
    });
  });
  socket.resume();
  // The engine alone keeps nobody from ending.
  socket.unref();
  return {
    address,
    version,
    broken: broken.signal,
    [Symbol.asyncDispose]: async () => {
      leaving = true;
      socket.ref();
      socket.end();
      const limitMs = patience(endMs);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(new EnvironmentError(`the container engine at ${address} did not end within ${limitMs / 1000} s`)),
          limitMs,
        );
      });
      await Promise.race([closed, late]).finally(() => clearTimeout(timer));
    },
  };
};

/** Takes a share in the engine of our own, started where nobody uses it yet. Its programs must be there. */
export const ownEngine = async (signal: AbortSignal): Promise<OwnEngine> => {
  const { keeper, runtime } = await engineFolders();
  const logPath = `${runtime}.log`;
  let started = -Infinity;
  const look = async (over: AbortSignal): Promise<Look<OwnEngine>> => {
    const socket = await connected(keeper);
    if (socket === undefined) {
      if (performance.now() - started > 5000) {
        startKeeper(logPath);
        started = performance.now();
      }
      return { observed: 'no keeper' };
    }
    const message = await decided(socket, over);
    if (message?.state === 'ready' && !over.aborted) return { done: share(socket, message) };
    socket.destroy();
    if (message?.state === 'failed') throw new EnvironmentError(message.message);
    started = -Infinity;
    return { observed: 'a keeper that ended' };
  };
  const details = () => ({ remark: `See ${logPath}` });
  return waitUntil({ name: 'the container engine', deadlineMs, intervalMs: 50, look, details }, { signal });
};
