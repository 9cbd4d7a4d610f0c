import { FlagError } from './go-flags.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const booleanVariable = (environment: Environment, name: string, fallback: boolean): boolean => {
  const value = environment[name];
  if (!value) return fallback;
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new FlagError(`${name}: expected true or false, got ${JSON.stringify(value)}`);
};

/** A duration in milliseconds, given as whole seconds or in Go's notation like 1m30s. */
export const durationVariable = (environment: Environment, name: string, fallback: number): number => {
  const value = environment[name];
  if (!value) return fallback;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const match = /^(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/.exec(value);
  if (!match?.groups)
    throw new FlagError(`${name}: expected seconds or a duration like 1m30s, got ${JSON.stringify(value)}`);
  const { h = 0, m = 0, s = 0, ms = 0 } = match.groups;
  return ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(ms);
};
