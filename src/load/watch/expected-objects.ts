import { indexOfName } from '../data/names.ts';

/** The objects that are created beside a watch: `PREFIX-<index>` for `count` indices from `first` on. */
export interface ExpectedObjects {
  readonly prefix: string;
  readonly first: number;
  readonly count: number;
}

/** The position of a name among the expected objects; `foreign`: no name of this prefix; `beyond`: of another index. */
export const positionOf = ({ prefix, first, count }: ExpectedObjects, name: string): number | 'foreign' | 'beyond' => {
  const index = indexOfName(prefix, name);
  if (index === undefined) return 'foreign';
  const position = index - first;
  return position >= 0 && position < count ? position : 'beyond';
};
