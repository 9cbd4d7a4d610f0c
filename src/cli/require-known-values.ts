import { UsageError } from '../failures/usage-error.ts';
import { calledAs } from '../text/called-as.ts';

/** The command that prints all values of an option, where they are too many for a message. */
const listing: Readonly<Record<string, string>> = { '--scenario': 'list --scenarios' };

/** Throws a UsageError that names the first unknown value. */
export const requireKnownValues = (option: string, values: readonly string[], known: readonly string[]): void => {
  for (const value of values)
    if (!known.includes(value))
      throw new UsageError(
        `${option} ${value}: expected ${known.length > 30 ? `a name from \`${calledAs()} ${listing[option] ?? 'list'}\`` : `one of ${known.join(', ')}`}`,
      );
};
