import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import type { Progress } from '../waiting/progress.ts';
import { makeCacheDirectory } from './cache-directory.ts';

/**
 * The lock is a listening socket: the kernel gives it up with the process that held it, however that ended, so it can
 * never be stale. On Linux its name is abstract (no file); elsewhere it is a file in the cache. Where two set-ups cannot
 * see each other (two containers with one cache volume) both build, and the rename at the end lets one of them win.
 */
const address = (directory: string): string => {
  const name = createHash('sha256').update(`${process.getuid?.()} ${directory}`).digest('hex').slice(0, 32);
  return process.platform === 'linux' ? `\0kfp-conformance-setup-${name}` : path.join(directory, 'setup.sock');
};

const listen = (socket: string, description: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const waiting = createServer((connection) => {
      // The connection stays open until the lock is given up: its end tells the waiter to try again.
      connection.on('error', () => connection.destroy());
      connection.write(`${description}\n`);
    });
    waiting.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') resolve(undefined);
      else reject(cause);
    });
    waiting.listen(socket, () => resolve(waiting));
  });

/** Resolves when the holder has gone; `nobody` when no one answered. */
const outwait = (socket: string, progress: Progress, signal: AbortSignal): Promise<'gone' | 'nobody'> =>
  new Promise((resolve, reject) => {
    const connection = connect(socket);
    let heard = '';
    const aborted = () => connection.destroy(signal.reason as Error);
    signal.addEventListener('abort', aborted, { once: true });
    connection.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
      if (heard.endsWith('\n')) progress.line(`waiting for another set-up: ${heard.trim()}`);
    });
    connection.once('error', (cause: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', aborted);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(cause.code === 'ECONNRESET' ? 'gone' : 'nobody');
    });
    connection.once('end', () => connection.destroy());
    connection.once('close', () => {
      signal.removeEventListener('abort', aborted);
      resolve('gone');
    });
  });

/** Runs `action` while no other set-up of this user and cache runs; reports the one that it waits for. */
export const withSetupLock = async <Value>(
  progress: Progress,
  signal: AbortSignal,
  action: () => Promise<Value>,
): Promise<Value> => {
  const directory = await makeCacheDirectory();
  const socket = address(directory);
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
    if ((await outwait(socket, progress, signal)) === 'nobody' && process.platform !== 'linux')
      await rm(socket, { force: true });
  }
};
