import type { RunningEnvironment } from '../../environments/environment.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** Waiting that also ends when the environment breaks. */
export const untilBroken = ({ progress, signal }: Waiting, { broken }: RunningEnvironment): Waiting => ({
  progress,
  signal: AbortSignal.any([signal, broken]),
});
