/** The objects that are created beside a watch: `PREFIX-<index>` for `count` indices from `first` on. */
export interface ExpectedObjects {
  readonly prefix: string;
  readonly first: number;
  readonly count: number;
}

/** The position of a name among the expected objects; `foreign`: no name of this prefix; `beyond`: of another index. */
export const positionOf = ({ prefix, first, count }: ExpectedObjects, name: string): number | 'foreign' | 'beyond' => {
  if (!name.startsWith(`${prefix}-`)) return 'foreign';
  const digits = name.slice(prefix.length + 1);
  // The name of a version begins with that of its pipeline.
  if (!/^\d+$/.test(digits)) return 'foreign';
  const position = Number(digits) - first;
  return position >= 0 && position < count ? position : 'beyond';
};
