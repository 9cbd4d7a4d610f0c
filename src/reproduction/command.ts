import type { Capture } from './known-values.ts';
import type { HereDocument } from './shell-text.ts';

/** A command line: its input, its words, and the comments above it. */
export interface Command {
  readonly remarks: readonly string[];
  /** A command whose output is piped into it, and which reads the here-document: `base64 -d`. */
  readonly feeder?: string;
  readonly words: readonly (string | readonly string[])[];
  readonly stdin?: HereDocument;
}

const lineWidth = 100;

/** On one line if it fits, else with one option per line. */
const laidOut = (words: Command['words']): string => {
  const groups = words.map((word) => (typeof word === 'string' ? word : word.join(' ')));
  const line = groups.join(' ');
  return line.length <= lineWidth ? line : groups.join(' \\\n  ');
};

/** The lines of a command; with captures, its answer is printed and stored in the variables. */
export const commandLines = ({ remarks, feeder, words, stdin }: Command, captures: readonly Capture[]): string[] => {
  const redirect = stdin === undefined ? '' : ` ${stdin.redirect}`;
  const command = feeder === undefined ? `${laidOut(words)}${redirect}` : `${feeder}${redirect} | ${laidOut(words)}`;
  const after = stdin === undefined ? [] : stdin.lines;
  const filterWord = (filter: string) => (/^[\w.]+$/.test(filter) ? filter : `'${filter.replaceAll("'", `'\\''`)}'`);
  const [only] = captures;
  const script = (): string[] => {
    if (only === undefined) return [command, ...after];
    const caught = (variable: string, rest: string) =>
      stdin === undefined
        ? [`${variable}=$(${command} | tee /dev/stderr${rest})`]
        : [`${variable}=$(${command} | tee /dev/stderr${rest}`, ...after, ')'];
    if (captures.length === 1) return caught(only.variable, ` | jq -r ${filterWord(only.filter)}`);
    return [
      ...caught('ANSWER', ''),
      ...captures.map(({ variable, filter }) => `${variable}=$(printf %s "$ANSWER" | jq -r ${filterWord(filter)})`),
    ];
  };
  return [...remarks.map((remark) => `# ${remark}`), ...script().flatMap((line) => line.split('\n'))];
};
