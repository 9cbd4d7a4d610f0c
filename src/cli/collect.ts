/** An option that may be given several times, or once with commas. */
export const collect = (value: string, previous: readonly string[]): string[] => [...previous, ...value.split(',')];
