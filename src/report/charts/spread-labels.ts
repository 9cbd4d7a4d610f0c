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
  const half = ({ members }: Group): number => ((members.length - 1) * gap) / 2;
  const groups: Group[] = [];
  for (const at of order) {
    let group: Group = { members: [at], middle: wanted[at] ?? 0 };
    for (;;) {
      const last = groups.at(-1);
      if (last === undefined || last.middle + half(last) + gap <= group.middle - half(group)) break;
      groups.pop();
      const members = [...last.members, ...group.members];
      group = { members, middle: members.reduce((sum, one) => sum + (wanted[one] ?? 0), 0) / members.length };
    }
    groups.push(group);
  }
  const places = Array.from(wanted);
  for (const group of groups)
    for (const [index, at] of group.members.entries()) places[at] = group.middle - half(group) + index * gap;
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const shift = last > bottom ? bottom - last : 0;
  const shifted = first + shift < top ? top - first : shift;
  return places.map((place) => place + shifted);
};
