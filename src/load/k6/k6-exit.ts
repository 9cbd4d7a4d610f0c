/** What k6 2.2 says by its exit code: the causes for which a measurement has no numbers. */
const causes: Readonly<Record<number, string>> = {
  99: 'a threshold was crossed',
  104: 'the script asked to end, or ended too late',
  105: 'it was stopped by a signal',
  106: 'its REST API could not be started',
  107: 'the script threw an exception while it was loaded or in setup',
  108: 'the script aborted the test',
  109: 'a Go runtime error',
  110: 'a call of the script timed out',
};

/** A phrase for an exit that is no success. */
export const k6ExitText = (code: number | null, signal: string | null): string => {
  if (code === null) return `was ended by ${signal ?? 'a signal'}`;
  const cause = causes[code];
  return cause === undefined ? `ended with exit code ${code}` : `ended with exit code ${code}: ${cause}`;
};
