import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { startTargetProcess, type Launch } from './launch.ts';
import type { TargetProcess, TargetStarter } from './target-process.ts';

/** Starts and kills target processes, and detects those that end by themselves. */
export interface TargetProcesses {
  /** Resolves when the process is ready. Throws an EnvironmentError if it does not become ready. */
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
