import type { RunningEnvironment, RunningProcess } from '../environments/environment.ts';
import { startTargetProcess, type Launch } from '../targets/launch.ts';
import type { Waiting } from '../targets/readiness.ts';
import type { Target } from '../targets/target.ts';

/** Starts and ends the processes of a target, and knows which ended by themselves. */
export interface TargetProcesses {
  /** Resolves when it is ready. Throws an EnvironmentError when it does not become so. */
  start(launch: Launch): Promise<RunningProcess>;
  kill(process: RunningProcess): Promise<void>;
  isRunning(process: RunningProcess): boolean;
  /** Those that ended by themselves after they had been ready, undisturbed, in the order in which they did. */
  deaths(): readonly string[];
}

/** `disturbed`: whether somebody has a target who may bring it down and judges that. */
export const targetProcesses = (
  environment: RunningEnvironment,
  target: Target,
  waiting: Waiting,
  disturbed: (id: string) => boolean = () => false,
): TargetProcesses => {
  const deaths: string[] = [];
  const killed = new WeakSet<RunningProcess>();
  const ended = new WeakSet<RunningProcess>();
  return {
    start: async (launch) => {
      const process = await startTargetProcess(environment, target, launch, waiting);
      void process.exited.then(({ code, signal }) => {
        ended.add(process);
        if (killed.has(process)) return;
        const death = `${process.name} (${launch.storage}, variant ${launch.variant}) ended by itself with ${signal ?? `exit code ${code}`}`;
        // Told, it would tell everybody how it is done.
        if (disturbed(launch.id)) return;
        deaths.push(death);
        waiting.progress(death);
      });
      return process;
    },
    kill: async (process) => {
      killed.add(process);
      await process.kill();
    },
    isRunning: (process) => !ended.has(process),
    deaths: () => deaths,
  };
};
