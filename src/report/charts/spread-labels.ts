/**
 * Moves labels on one vertical line apart, so that neighbours are at least `gap` pixels from each other, with as little
 * movement as their order allows. Returns their places in the order given, between `top` and `bottom` if there is room.
 */
export const spreadLabels = (
  wanted: readonly number[],
  { gap, top, bottom }: { readonly gap: number; readonly top: number; readonly bottom: number },
): readonly number[] => {
  const order = wanted.map((_, at) => at).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  /** Labels that touch share the mean of where they want to be. */
  interface Group {
    readonly members: readonly number[];
    readonly middle: number;
  }
  const half = (members: readonly number[]): number => ((members.length - 1) * gap) / 2;
  const grouped = (members: readonly number[]): Group => {
    const middle = members.reduce((sum, one) => sum + (wanted[one] ?? 0), 0) / members.length;
    return { members, middle: Math.max(top + half(members), Math.min(bottom - half(members), middle)) };
  };
  const groups: Group[] = [];
  for (const at of order) {
    let group = grouped([at]);
    for (;;) {
      const last = groups.at(-1);
      if (last === undefined || last.middle + half(last.members) + gap <= group.middle - half(group.members)) break;
      groups.pop();
      group = grouped([...last.members, ...group.members]);
    }
    groups.push(group);
  }
  const places = Array.from(wanted);
  for (const group of groups)
    for (const [index, at] of group.members.entries()) places[at] = group.middle - half(group.members) + index * gap;
  return places;
};
