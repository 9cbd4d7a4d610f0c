/** Counts by name; nested ones are named by their path. */
export interface Counts {
  readonly [name: string]: number | Counts;
}

const flat = (counts: Counts, path: readonly string[] = []): readonly (readonly [string, number])[] =>
  Object.entries(counts).flatMap(([name, value]) =>
    typeof value === 'number' ? [[[...path, name].join(': '), value] as const] : flat(value, [...path, name]),
  );

/** One line for each count that is not as pinned, with both numbers; a name that is missing counts as 0. */
export const countDifferences = (pinned: Counts, found: Counts): readonly string[] => {
  const [before, now] = [new Map(flat(pinned)), new Map(flat(found))];
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name) ?? 0, now.get(name) ?? 0];
    return was === is ? [] : [`${name}: ${was} pinned, ${is} counted`];
  });
};

/** The command that pins the counts of one part again. */
export const pinCommand = (part: string): string => `npm test pin-counts ${part}`;

/** The remedy that follows differences. */
export const pinRemedy = (part: string): string =>
  `reports/pinned-counts.json is reviewed: find out why the counts changed, then run \`${pinCommand(part)}\``;
