import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import type { Progress } from '../waiting/progress.ts';
import { makeCacheDirectory } from './cache-directory.ts';

/** A lock on a part of the cache directory. */
export interface CacheLock {
  readonly name: string;
  /** For the report of a process that waits: `another set-up`. */
  readonly waitsFor: string;
}

/**
 * The lock is a listening socket, which the kernel closes when its process exits for any reason, so it is never stale. On
 * Linux the socket has an abstract name (no file); elsewhere it is a file in the cache. If two processes cannot see each
 * other's socket (two containers with one cache volume), both work, and the rename at the end lets one of them win.
 */
const address = (lock: string, directory: string): string => {
  const name = createHash('sha256').update(`${process.getuid?.()} ${directory}`).digest('hex').slice(0, 32);
  return process.platform === 'linux' ? `\0kfp-conformance-${lock}-${name}` : path.join(directory, `${lock}.sock`);
};

const listen = (socket: string, description: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((connection) => {
      // The connection is open until the lock is released. When it closes, the waiting process tries again.
      connection.on('error', () => connection.destroy());
      connection.write(`${description}\n`);
    });
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') resolve(undefined);
      else reject(cause);
    });
    server.listen(socket, () => resolve(server));
  });

/** Waits until the holder has released the lock. Resolves with `unreachable` if no process answers on the socket. */
const waitForRelease = (
  { waitsFor }: CacheLock,
  socket: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<'released' | 'unreachable'> =>
  new Promise((resolve, reject) => {
    const connection = connect(socket);
    let received = '';
    const aborted = () => connection.destroy(signal.reason as Error);
    signal.addEventListener('abort', aborted, { once: true });
    connection.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      if (received.endsWith('\n')) progress.line(`waiting for ${waitsFor}: ${received.trim()}`);
    });
    connection.once('error', (cause: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', aborted);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(cause.code === 'ECONNRESET' ? 'released' : 'unreachable');
    });
    connection.once('end', () => connection.destroy());
    connection.once('close', () => {
      signal.removeEventListener('abort', aborted);
      resolve('released');
    });
  });

/** Runs `action` exclusively among the holders of this lock of this user and cache. Reports the holder that it waits for. */
export const withCacheLock = async <Value>(
  lock: CacheLock,
  progress: Progress,
  signal: AbortSignal,
  action: () => Promise<Value>,
): Promise<Value> => {
  const directory = await makeCacheDirectory();
  const socket = address(lock.name, directory);
  const description = `process ${process.pid} since ${new Date().toLocaleTimeString('en-GB')}`;
  for (;;) {
    signal.throwIfAborted();
    const server = await listen(socket, description);
    if (server !== undefined) {
      const connections = new Set<{ destroy(): void }>();
      server.on('connection', (connection) => {
        connections.add(connection);
        connection.once('close', () => connections.delete(connection));
      });
      try {
        return await action();
      } finally {
        for (const connection of connections) connection.destroy();
        await new Promise((resolve) => server.close(resolve));
      }
    }
    if ((await waitForRelease(lock, socket, progress, signal)) === 'unreachable' && process.platform !== 'linux')
      await rm(socket, { force: true });
  }
};
