import { UsageError } from '../failures/usage-error.ts';

/** What prints the names of an option that has too many for a message. */
const listing: Readonly<Record<string, string>> = { '--scenario': 'list --scenarios' };

/** Throws a UsageError that names the first value which is not known. */
export const among = (option: string, values: readonly string[], known: readonly string[]): void => {
  for (const value of values)
    if (!known.includes(value))
      throw new UsageError(
        `${option} ${value}: expected ${known.length > 20 ? `one that \`${listing[option] ?? 'list'}\` prints` : `one of ${known.join(', ')}`}`,
      );
};
