import { runLabel } from '../../../cluster/own-labels.ts';

/** How what belongs to a run is known: by its label, or, where things have no labels, by its names. */
export interface Ownership {
  readonly runId: string;
  /** Every name that the run gives has one of these in it; see `namesFor`. */
  readonly prefixes: readonly string[];
}

/** What is looked at. */
export interface Owned {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, unknown>>;
}

const words = (name: string): readonly string[] => name.toLowerCase().split(/[^a-z0-9]+/);

/** Whether it is one of those that `namesFor` gives: what is short begins names of others too, and what is empty all. */
export const isPrefix = (text: string): boolean => /^k[0-9a-z]{7,}$/.test(text);

/** Whether something belongs to the run: by its label, by its name, or because it lies in a namespace of the run's. */
export const isOwn = ({ runId, prefixes }: Ownership): ((thing: Owned) => boolean) => {
  const unsafe = prefixes.find((prefix) => !isPrefix(prefix));
  if (unsafe !== undefined) throw new Error(`"${unsafe}" is no prefix by which things of a run are known`);
  const known = new Set(prefixes);
  const lengths = [...new Set(prefixes.map(({ length }) => length))];
  // Names that are to be long are padded right behind the prefix.
  const named = (name: string) =>
    words(name).some((word) => lengths.some((length) => known.has(word.slice(0, length))));
  return ({ name, namespace, labels }) =>
    (runId !== '' && labels?.[runLabel] === runId) || named(name) || (namespace !== undefined && named(namespace));
};
