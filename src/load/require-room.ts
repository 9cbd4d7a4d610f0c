import { totalmem } from 'node:os';
import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../failures/environment-error.ts';
import { runtimeDirectory } from '../state/runtime-directory.ts';
import type { Prediction } from './prediction.ts';

/** The share of memory and of etcd's quota beyond which a run is not begun, and is ended. */
export const most = 0.7;

/** What a run may use. */
export interface Room {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly etcdQuotaBytes: number;
}

/** etcd is started with this quota. */
const etcdQuotaBytes = 8 * 1024 ** 3;

/** The room on this machine, and on the disk of the stores. */
export const roomHere = async (): Promise<Room> => {
  const { bavail, bsize } = await statfs(await runtimeDirectory());
  return { memoryBytes: totalmem(), diskBytes: bavail * bsize, etcdQuotaBytes };
};

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** What a prediction needs and the machine lacks, with the numbers and the remedy; undefined if it fits. */
export const lackingRoom = (prediction: Prediction, room: Room): string | undefined => {
  const lacks = [
    { what: 'memory', needed: prediction.memoryBytes, there: room.memoryBytes * most },
    { what: 'free disk', needed: prediction.diskBytes, there: room.diskBytes * most },
    { what: "etcd's quota", needed: prediction.etcdBytes, there: room.etcdQuotaBytes * most },
  ].filter(({ needed, there }) => needed > there);
  if (lacks.length === 0) return undefined;
  return `this machine has not the room for the plan: ${lacks
    .map(({ what, needed, there }) => `it needs about ${gib(needed)} of ${what}, and may use ${gib(there)}`)
    .join('; ')}. Choose fewer objects with --objects, or a larger machine.`;
};

/** Throws an EnvironmentError with the numbers if the prediction does not fit. */
export const requireRoom = (prediction: Prediction, room: Room): void => {
  const lacking = lackingRoom(prediction, room);
  if (lacking !== undefined) throw new EnvironmentError(lacking);
};
