/** Where work that takes long reports what it does. */
export interface Progress {
  /** Adds a line to keep. */
  readonly line: (text: string) => void;
  /** Replaces the status of the moment. Absent where only lines can be shown, as in a log. */
  readonly status?: (text: string) => void;
}

const lineEverySeconds = 10;

/**
 * Reports the status of something that takes long, or a line every ten seconds where there is no status; to be called about
 * once a second with the seconds it has taken.
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
