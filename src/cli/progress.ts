import { counted } from '../text/counted.ts';
import type { CheckResult } from '../contract/result.ts';
import { gateClosing } from '../contract/outcome.ts';
import type { Progress } from '../waiting/progress.ts';
import { terminalProgress } from './terminal-progress.ts';

/** Progress of a run: lines with the elapsed time, and a count of the scenarios. */
export interface RunProgress extends Pick<Progress, 'line'> {
  readonly scenario: (checks: readonly CheckResult[], title: string) => void;
}

/** Without a terminal the count is printed as a line, so it must not be printed often. */
const countEveryMs = 5_000;

export const progressPrinter = (stream: NodeJS.WriteStream): RunProgress => {
  const terminal = terminalProgress(stream);
  const started = performance.now();
  let scenarios = 0;
  let checks = 0;
  let failing = 0;
  let lastCounted = started;
  const timed = (text: string) => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`;
  const line = (text: string) => terminal.line(timed(text));
  return {
    line,
    scenario: (decided, title) => {
      scenarios += 1;
      checks += decided.length;
      for (const { requirement, lane, outcome } of decided.filter((check) => gateClosing.has(check.outcome))) {
        failing += 1;
        line(`${outcome} ${requirement} in ${lane} (${title.replace(/ \[.*/, '')})`);
      }
      const count = `${counted(scenarios, 'scenario')}, ${counted(checks, 'check')}, ${failing} failing`;
      if (terminal.status !== undefined) terminal.status(timed(count));
      else if (performance.now() - lastCounted > countEveryMs) {
        lastCounted = performance.now();
        line(count);
      }
    },
  };
};
