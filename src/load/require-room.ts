import { totalmem } from 'node:os';
import { etcdQuota } from '../environments/local/etcd.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { freeBytes } from '../state/free-space.ts';
import { runtimeDirectory } from '../state/runtime-directory.ts';
import type { Prediction } from './prediction.ts';
import { defaultThresholds } from './watchdog-decision.ts';

/** The share of the free disk beyond which a run is not begun; those of memory and etcd's quota are the watchdog's. */
const diskShare = 0.7;

/** What a run may use. */
export interface Room {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly etcdQuotaBytes: number;
}

/** The room on this machine, and on the disk of the stores. */
export const roomHere = async (): Promise<Room> => ({
  memoryBytes: totalmem(),
  diskBytes: await freeBytes(await runtimeDirectory()),
  etcdQuotaBytes: etcdQuota,
});

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** What a prediction needs and the machine lacks, with the numbers and the remedy; undefined if it fits. */
export const lackingRoom = (prediction: Prediction, room: Room): string | undefined => {
  const { memoryShare, quotaShare } = defaultThresholds;
  const lacks = [
    { what: 'memory', needed: prediction.memoryBytes, there: room.memoryBytes * memoryShare },
    { what: 'free disk', needed: prediction.diskBytes, there: room.diskBytes * diskShare },
    { what: "etcd's quota", needed: prediction.etcdBytes, there: room.etcdQuotaBytes * quotaShare },
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
