import type { Progress } from '../waiting/progress.ts';
import { withCacheLock } from './cache-lock.ts';

/** Runs `action` exclusively among the set-ups of this user and cache. Reports the set-up that it waits for. */
export const withSetupLock = <Value>(
  progress: Progress,
  signal: AbortSignal,
  action: () => Promise<Value>,
): Promise<Value> => withCacheLock({ name: 'setup', waitsFor: 'another set-up' }, progress, signal, action);
