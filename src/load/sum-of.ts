/** The sum of a number of each value. */
export const sumOf = <Value>(values: readonly Value[], of: (value: Value) => number): number =>
  values.reduce((all, value) => all + of(value), 0);
