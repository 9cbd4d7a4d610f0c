import { EnvironmentError } from '../../failures/environment-error.ts';
import type { RunningProcess } from '../../processes/running-process.ts';
import { logTail } from '../log-tail.ts';

/** Detects components that exit unexpectedly, because later failures of a target are then not the target's fault. */
export interface ComponentWatch {
  /** Aborted with an EnvironmentError when a watched component has exited. */
  readonly broken: AbortSignal;
  watch(component: RunningProcess): void;
  /** Stops watching a component that is about to be stopped. */
  release(component: RunningProcess): void;
}

export const componentWatch = (): ComponentWatch => {
  const broken = new AbortController();
  const watched = new Set<RunningProcess>();
  return {
    broken: broken.signal,
    watch: (component) => {
      watched.add(component);
      void component.exited.then(({ code, signal }) => {
        if (!watched.has(component)) return;
        broken.abort(
          new EnvironmentError(`${component.name} exited unexpectedly with ${signal ?? `exit code ${code}`}.`, {
            logTail: logTail(component),
          }),
        );
      });
    },
    release: (component) => {
      watched.delete(component);
    },
  };
};
