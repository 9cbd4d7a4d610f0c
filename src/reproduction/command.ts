import type { Capture } from './known-values.ts';
import type { HereDocument } from './shell-text.ts';

/** A command line in the making: what feeds it, its words, and the remarks that stand above it. */
export interface Command {
  readonly remarks: readonly string[];
  /** A command whose output it reads, with its own here-document: `base64 -d`. */
  readonly feeder?: string;
  readonly words: readonly (string | readonly string[])[];
  readonly stdin?: HereDocument;
}

const lineWidth = 100;

/** One line where it fits, else one option with its value a line. */
const laidOut = (words: Command['words']): string => {
  const groups = words.map((word) => (typeof word === 'string' ? word : word.join(' ')));
  const line = groups.join(' ');
  return line.length <= lineWidth ? line : groups.join(' \\\n  ');
};

/** The lines of a command; with captures, what it answers goes to the terminal and into the variables. */
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
