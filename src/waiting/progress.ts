/** Receives the progress of long work. */
export interface Progress {
  /** Adds a permanent line. */
  readonly line: (text: string) => void;
  /** Replaces the current status. Absent if only lines can be shown, as in a log. */
  readonly status?: (text: string) => void;
}

const lineEverySeconds = 10;

/**
 * Reports the status of long work, or a line every ten seconds where no status can be shown. Call it about once a second with
 * the elapsed seconds.
 */
export const statusReporter = ({ line, status }: Progress): ((seconds: number, text: string) => void) => {
  let reportedAt = 0;
  return (seconds, text) => {
    if (status !== undefined) status(text);
    else if (seconds >= reportedAt + lineEverySeconds) {
      reportedAt = seconds;
      line(text);
    }
  };
};
