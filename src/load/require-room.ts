import { totalmem } from 'node:os';
import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { Prediction } from './prediction.ts';

/** The share of memory and of etcd's quota beyond which a run is not begun, and is ended. */
export const most = 0.7;

/** What a run may use. */
export interface Room {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly etcdQuotaBytes: number;
}

/** The room on this machine. */
export const roomHere = async (directory: string, etcdQuotaBytes: number): Promise<Room> => {
  const { bavail, bsize } = await statfs(directory);
  return { memoryBytes: totalmem(), diskBytes: bavail * bsize, etcdQuotaBytes };
};

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** Throws an EnvironmentError with the numbers if the prediction does not fit. */
export const requireRoom = (prediction: Prediction, room: Room): void => {
  const lacks = [
    { what: 'memory', needed: prediction.memoryBytes, there: room.memoryBytes * most },
    { what: 'free disk', needed: prediction.diskBytes, there: room.diskBytes * most },
    { what: "etcd's quota", needed: prediction.etcdBytes, there: room.etcdQuotaBytes * most },
  ].filter(({ needed, there }) => needed > there);
  if (lacks.length === 0) return;
  throw new EnvironmentError(
    `this machine has not the room for the plan: ${lacks
      .map(({ what, needed, there }) => `it needs about ${gib(needed)} of ${what}, and may use ${gib(there)}`)
      .join('; ')}. Choose fewer objects with --objects, or a larger machine.`,
  );
};
