import { isWorkflow, workflowCommand } from '../report/workflow-command.ts';
import type { Progress } from '../waiting/progress.ts';
import { everySecond } from './every-second.ts';
import { terminalProgress } from './terminal-progress.ts';

/** Progress of a command: lines with the elapsed time. */
export interface CommandProgress extends Progress, Disposable {
  /**
   * Begins a step that has no progress of its own. Until the result is disposed of it is shown as running, and its lines
   * belong together: GitHub Actions folds them.
   */
  group(title: string): Disposable;
}

export const progressPrinter = (
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CommandProgress => {
  const terminal = terminalProgress(stream);
  const { status } = terminal;
  const started = performance.now();
  const timed = (text: string) => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`;
  const command = (...parts: Parameters<typeof workflowCommand>) => {
    if (isWorkflow(environment)) terminal.line(workflowCommand(...parts));
  };
  const progress: Progress = {
    line: (text) => terminal.line(timed(text)),
    ...(status !== undefined && { status: (text: string) => status(timed(text)) }),
  };
  return {
    ...progress,
    group: (title) => {
      command('group', title);
      const heartbeat = everySecond(progress, () => `${title} …`);
      return {
        [Symbol.dispose]: () => {
          heartbeat[Symbol.dispose]();
          command('endgroup');
        },
      };
    },
    [Symbol.dispose]: () => terminal[Symbol.dispose](),
  };
};
