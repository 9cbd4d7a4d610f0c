import type { RunningEnvironment } from '../../environments/environment.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** Options for waits that also end when the environment fails. */
export const untilBroken = ({ progress, signal }: Waiting, { broken }: RunningEnvironment): Waiting => ({
  progress,
  signal: AbortSignal.any([signal, broken]),
});
