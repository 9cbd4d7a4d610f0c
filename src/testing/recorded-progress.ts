import type { Progress } from '../waiting/progress.ts';

/** Progress that a test can inspect. */
export interface RecordedProgress extends Required<Progress> {
  readonly lines: readonly string[];
  readonly statuses: readonly string[];
}

export const recordedProgress = (): RecordedProgress => {
  const lines: string[] = [];
  const statuses: string[] = [];
  return {
    lines,
    statuses,
    line: (text) => void lines.push(text),
    status: (text) => void statuses.push(text),
  };
};
