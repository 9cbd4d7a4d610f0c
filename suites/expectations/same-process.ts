import type { StartedTarget } from '../../src/targets/started-target.ts';
import { pause } from './pause.ts';

/** The state of a target's process after an action. */
export type ProcessState = 'the same' | 'ended' | 'another';

/** The end of a process is visible only a moment after its last answer. */
const settlingMs = 300;

/** Runs the action and reports whether the target's process is the same afterwards. */
export const processAcross = async (target: StartedTarget, action: () => Promise<void>): Promise<ProcessState> => {
  const before = await target.process();
  await action();
  await pause(settlingMs);
  const after = await target.process();
  if (!after.running) return 'ended';
  return after.identity === before.identity ? 'the same' : 'another';
};

/** The assertion on `isRestartSeen`. */
export const restartSeen = 'a restart by the harness is seen as another process';

/**
 * Whether a restart of the target by the harness is seen: what is concluded from a process that stays the same rests on
 * that.
 */
export const isRestartSeen = async (target: StartedTarget): Promise<boolean> => {
  const before = await target.process();
  await target.restart();
  const after = await target.process();
  return after.running && after.identity !== before.identity;
};
