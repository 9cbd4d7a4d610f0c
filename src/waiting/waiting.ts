/** Who waits for a target: `progress` gets a line every ten seconds, aborting ends the wait. */
export interface Waiting {
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}
