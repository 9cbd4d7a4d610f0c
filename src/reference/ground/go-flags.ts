/** An invalid command line; the process exits with code 2. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

export type FlagKind = 'text' | 'switch';

const trueTexts = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falseTexts = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

const parseSwitch = (name: string, value: string): boolean => {
  if (trueTexts.includes(value)) return true;
  if (falseTexts.includes(value)) return false;
  throw new FlagError(`flag -${name}: expected true or false, got ${JSON.stringify(value)}`);
};

/**
 * Parses flags like Go's package flag: one or two dashes, `-name=value` or `-name value`; a switch takes a value only
 * after `=`. The last of repeated flags wins. Throws a `FlagError` for unknown flags and missing values.
 */
export const parseGoFlags = (
  args: readonly string[],
  kinds: ReadonlyMap<string, FlagKind>,
): ReadonlyMap<string, string | boolean> => {
  const values = new Map<string, string | boolean>();
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const match = /^--?(?<name>[^-=][^=]*)(=(?<value>[^]*))?$/.exec(argument);
    if (!match?.groups) throw new FlagError(`unexpected argument ${JSON.stringify(argument)}: expected only flags`);
    const { name = '', value } = match.groups;
    const kind = kinds.get(name);
    if (kind === undefined) throw new FlagError(`unknown flag -${name}; --help lists the known ones`);
    if (kind === 'switch') {
      values.set(name, parseSwitch(name, value ?? 'true'));
      continue;
    }
    const given = value ?? args[++index];
    if (given === undefined) throw new FlagError(`flag -${name} needs a value`);
    values.set(name, given);
  }
  return values;
};
