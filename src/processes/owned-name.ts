import { randomBytes } from 'node:crypto';
import { identify, liveness } from './process-identity.ts';

/** A file name with a prefix and the identity of this process, for what others may remove once the process is dead. */
export const ownedName = (prefix: string): string => {
  const { pid, start, scope } = identify(process.pid) ?? { pid: process.pid, start: '', scope: '' };
  return `${prefix}${pid}~${start}~${scope.replaceAll(' ', '_')}~${randomBytes(4).toString('hex')}`;
};

/** A process of another pid namespace, such as a container that shares the disk, is taken for dead after this time. */
const unknownMs = 86_400_000;

/** Whether the process that made this name is dead. `ageMs` is the age of the file. */
export const isAbandoned = (name: string, prefix: string, ageMs: number): boolean => {
  const [pid, start, scope] = name.slice(prefix.length).split('~');
  const identity = { pid: Number(pid), start: start ?? '', scope: (scope ?? '').replaceAll('_', ' ') };
  const state = liveness(identity);
  return state === 'dead' || (state === 'unknown' && ageMs > unknownMs);
};
