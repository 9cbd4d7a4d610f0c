import type { RunningProcess } from '../processes/running-process.ts';

const lineCount = 12;

/** The line on which a Go program reports why it exits, before the dump of every goroutine. */
const cause = /^(F\d{4} |panic: |fatal error: )/;

/** The log lines of a process to show in an error: the lines with the cause of a crash, or else the last lines. */
export const logTail = (process: Pick<RunningProcess, 'lastLines'>): readonly string[] => {
  const lines = process.lastLines(10_000);
  const at = lines.findLastIndex((line) => cause.test(line));
  return at >= 0 && at < lines.length - lineCount ? [...lines.slice(at, at + 4), '…'] : lines.slice(-lineCount);
};
