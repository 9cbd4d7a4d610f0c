/** Where a set-up reports what it does. */
export interface SetupProgress {
  /** Something worth keeping. */
  line(text: string): void;
  /** What goes on at the moment, about once a second; a line every ten seconds stands in where it is missing. */
  now?(text: string): void;
}

const lineEverySeconds = 10;

/** Reports the state of something that takes long; to be called about once a second with the seconds it has taken. */
export const stateReporter = (progress: SetupProgress): ((seconds: number, text: string) => void) => {
  let reportedAt = 0;
  return (seconds, text) => {
    if (progress.now !== undefined) progress.now(text);
    else if (seconds >= reportedAt + lineEverySeconds) {
      reportedAt = seconds;
      progress.line(text);
    }
  };
};
