/** Parses an option that may be repeated, or given once with comma-separated values. */
export const collect = (value: string, previous: readonly string[]): string[] => [...previous, ...value.split(',')];
