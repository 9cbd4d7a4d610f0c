import { UsageError } from '../failures/usage-error.ts';
import { calledAs } from '../text/called-as.ts';

/** The command that prints the values of an option, where they are too many for a message. */
const listing: Readonly<Record<string, string>> = { '--scenario': 'list --scenarios', '--requirement': 'list' };

/** Throws a UsageError that names the first unknown value. */
export const requireKnownValues = (option: string, values: readonly string[], known: readonly string[]): void => {
  const command = listing[option];
  for (const value of values)
    if (!known.includes(value))
      throw new UsageError(
        `${option} ${value}: expected ${command === undefined ? `one of ${known.join(', ')}` : `a name from \`${calledAs()} ${command}\``}`,
      );
};
