import type { RunningLocalEnvironment } from '../../environments/local/local.ts';
import type { RunningProcess } from '../../environments/environment.ts';
import type { ProgramTarget } from '../target.ts';
import type { Waiting } from '../waiting.ts';
import { startTargetProcess, type Launch } from './launch.ts';

/** Starts and ends the processes of a target, and knows which ended by themselves. */
export interface TargetProcesses {
  /** Resolves when it is ready. Throws an EnvironmentError when it does not become so. */
  start(launch: Launch, died: (how: string) => void): Promise<RunningProcess>;
  kill(process: RunningProcess): Promise<void>;
  isRunning(process: RunningProcess): boolean;
}

export const targetProcesses = (
  environment: RunningLocalEnvironment,
  target: ProgramTarget,
  waiting: Waiting,
): TargetProcesses => {
  const killed = new WeakSet<RunningProcess>();
  const ended = new WeakSet<RunningProcess>();
  return {
    start: async (launch, died) => {
      const process = await startTargetProcess(environment, target, launch, waiting);
      void process.exited.then(({ code, signal }) => {
        ended.add(process);
        if (killed.has(process)) return;
        died(
          `${process.name} (${launch.storage}, variant ${launch.variant}) ended by itself with ${signal ?? `exit code ${code}`}`,
        );
      });
      return process;
    },
    kill: async (process) => {
      killed.add(process);
      await process.kill();
    },
    isRunning: (process) => !ended.has(process),
  };
};
