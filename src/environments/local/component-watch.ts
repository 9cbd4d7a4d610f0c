import { EnvironmentError } from '../../failures/environment-error.ts';
import type { RunningProcess } from '../../processes/running-process.ts';
import { logTail } from '../log-tail.ts';

/** Notices when a component ends that nobody has ended: what a target does after that says nothing about it. */
export interface ComponentWatch {
  /** Aborted with an EnvironmentError when that has happened. */
  readonly broken: AbortSignal;
  watch(component: RunningProcess): void;
  /** From now on its end is meant. */
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
          new EnvironmentError(
            `${component.name} ended by itself with ${signal ?? `exit code ${code}`} while it was needed.`,
            { logTail: logTail(component) },
          ),
        );
      });
    },
    release: (component) => {
      watched.delete(component);
    },
  };
};
