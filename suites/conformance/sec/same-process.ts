import type { StartedTarget } from '../../../src/targets/started-target.ts';
import { pause } from '../../expectations/pause.ts';

/** What became of a target's process while something was done to it. */
export type ProcessFate = 'the same' | 'ended' | 'another';

/** A process that has just sent its last answer needs a moment to be seen ended. */
const settlingMs = 300;

/** Does something, and tells whether the target's process is the same afterwards. */
export const processAcross = async (target: StartedTarget, action: () => Promise<void>): Promise<ProcessFate> => {
  const before = await target.process();
  await action();
  await pause(settlingMs);
  const after = await target.process();
  if (!after.running) return 'ended';
  return after.identity === before.identity ? 'the same' : 'another';
};
