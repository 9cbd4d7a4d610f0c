/** How often each name occurs, sorted by name. */
export const tallied = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)]
      .map(([name, { length }]): [string, number] => [name, length])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
