import type { RunningProcess } from '../processes/running-process.ts';

const shown = 12;

/** Where a Go program says why it ends; a dump of every goroutine follows. */
const cause = /^(F\d{4} |panic: |fatal error: )/;

/** What a process that ended or hangs has logged, for an error: its last lines, or those with the cause. */
export const logTail = (process: Pick<RunningProcess, 'lastLines'>): readonly string[] => {
  const lines = process.lastLines(10_000);
  const at = lines.findLastIndex((line) => cause.test(line));
  return at >= 0 && at < lines.length - shown ? [...lines.slice(at, at + 4), '…'] : lines.slice(-shown);
};
