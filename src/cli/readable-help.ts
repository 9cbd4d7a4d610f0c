import type { Help, Option } from 'commander';

/** Whether the default says something: `false` and an empty list are what everybody expects. */
const isTelling = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

/** The settings of the help of every command: defaults stand there as they are typed, and only where they say something. */
export const readableHelp: Partial<Help> = {
  optionDescription: ({ description, defaultValue, defaultValueDescription, required, optional }: Option): string => {
    if (!(required || optional) || !isTelling(defaultValue)) return description;
    return `${description} (default: ${defaultValueDescription ?? String(defaultValue)})`;
  },
};
