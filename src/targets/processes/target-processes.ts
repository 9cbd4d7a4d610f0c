import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { startTargetProcess, type Launch } from './launch.ts';
import type { TargetProcess, TargetStarter } from './target-process.ts';

/** Starts and ends the processes of a target, and knows which ended by themselves. */
export interface TargetProcesses {
  /** Resolves when it is ready. Throws an EnvironmentError when it does not become so. */
  start(launch: Launch, died: (how: string) => void): Promise<TargetProcess>;
  kill(process: TargetProcess): Promise<void>;
  isRunning(process: TargetProcess): boolean;
}

export const targetProcesses = (
  environment: RunningLocalEnvironment,
  starter: TargetStarter,
  waiting: Waiting,
): TargetProcesses => {
  const killed = new WeakSet<TargetProcess>();
  const ended = new WeakSet<TargetProcess>();
  return {
    start: async (launch, died) => {
      const process = await startTargetProcess(environment, starter, launch, waiting);
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
