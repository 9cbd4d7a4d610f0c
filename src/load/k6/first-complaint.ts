/** A line of k6's log, as logfmt: the message is quoted as in Go. */
const complaint = /\blevel=(?:warning|error) msg=("(?:[^"\\]|\\.)*"|\S+)/;

const mostCharacters = 300;

/** The first warning or error in the log of k6, in one line; the scripts warn of the first wrong answer. Undefined: none. */
export const firstComplaint = (lines: readonly string[]): string | undefined => {
  const message = lines.map((line) => complaint.exec(line)?.[1]).find((found) => found !== undefined);
  if (message === undefined) return undefined;
  const text = message
    .replace(/^"|"$/g, '')
    .replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? ' ' : escaped));
  return text.trim().slice(0, mostCharacters);
};
