import type { RunningProcess } from '../processes/running-process.ts';

const shown = 12;

/** Where a Go program says why it ends; a dump of every goroutine follows. */
const cause = /^(F\d{4} |panic: |fatal error: )/;

/** What a process said that ended or hangs, for an error message: its last lines, or those with the cause. */
export const lastWords = (process: Pick<RunningProcess, 'lastLines'>): string => {
  const lines = process.lastLines(10_000);
  if (lines.length === 0) return 'It printed nothing.';
  const at = lines.findLastIndex((line) => cause.test(line));
  const told = at >= 0 && at < lines.length - shown ? [...lines.slice(at, at + 4), '…'] : lines.slice(-shown);
  return `Its last lines:\n  ${told.join('\n  ')}`;
};
