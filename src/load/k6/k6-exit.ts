/** What k6 2.2 says by its exit code: the causes for which a measurement has no numbers. */
const causes: Readonly<Record<number, string>> = {
  99: 'a threshold was crossed',
  100: 'setup took longer than its time-out',
  103: 'it was stopped through its REST API',
  104: 'its options are not valid',
  105: 'it was stopped by a signal',
  106: 'its REST API could not be started',
  107: 'the script threw an exception while it was loaded or in setup',
  108: 'the script aborted the test',
  109: 'a Go runtime error',
  110: 'the script marked the test as failed',
};

/** A phrase for an exit that is no success. */
export const k6ExitText = (code: number | null, signal: string | null): string => {
  if (code === null) return `was ended by ${signal ?? 'a signal'}`;
  const cause = causes[code];
  return cause === undefined ? `ended with exit code ${code}` : `ended with exit code ${code}: ${cause}`;
};
