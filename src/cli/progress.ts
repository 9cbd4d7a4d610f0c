import { counted } from '../text/counted.ts';
import type { CheckResult } from '../contract/result.ts';
import { gateClosing } from '../contract/outcome.ts';

/** Live progress: lines as they come, and one line that counts scenarios where the stream is a terminal. */
export interface Progress {
  readonly line: (text: string) => void;
  readonly scenario: (checks: readonly CheckResult[], title: string) => void;
}

export const progressPrinter = (stream: NodeJS.WriteStream): Progress => {
  const started = performance.now();
  let scenarios = 0;
  let checks = 0;
  let bad = 0;
  let lastPrinted = started;
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
  const clear = () => (stream.isTTY ? '\r\u001b[K' : '');
  const count = () =>
    `${seconds()}  ${counted(scenarios, 'scenario')}, ${counted(checks, 'check')}, ${bad} not as required`;
  return {
    line: (text) => void stream.write(`${clear()}${seconds()}  ${text}\n`),
    scenario: (decided, title) => {
      scenarios += 1;
      checks += decided.length;
      for (const { requirement, lane, outcome } of decided.filter((check) => gateClosing.has(check.outcome))) {
        bad += 1;
        stream.write(`${clear()}${seconds()}  ${outcome} ${requirement} in ${lane} (${title.replace(/ \[.*/, '')})\n`);
      }
      // A line that wraps cannot be cleared again.
      if (stream.isTTY) stream.write(`${clear()}${count().slice(0, Math.max(1, stream.columns - 1))}`);
      else if (performance.now() - lastPrinted > 5_000) {
        lastPrinted = performance.now();
        stream.write(`${count()}\n`);
      }
    },
  };
};
