import type { Surface } from '../../../../src/lanes/lane.ts';
import type { AccessCall } from './access-call.ts';

/**
 * Whether a lane with this write surface compares the answer to a call with those of other lanes: reads through REST,
 * writes through its write surface.
 */
export const isComparable = (call: AccessCall, write: Surface['name']): boolean =>
  call.action !== undefined && call.surface === (call.effect === undefined ? 'rest' : write);
