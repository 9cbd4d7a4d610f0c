import { runLabel } from '../../../cluster/own-labels.ts';

/** Identifies the objects of a run: by their label, or by their names if they have no labels. */
export interface Ownership {
  readonly runId: string;
  /** Every name that the run chooses contains one of these; see `namesFor`. */
  readonly prefixes: readonly string[];
}

/** The properties of an object that decide whether a run owns it. */
export interface Owned {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, unknown>>;
}

const words = (name: string): readonly string[] => name.toLowerCase().split(/[^a-z0-9]+/);

/** Whether the text has the form of a prefix of `namesFor`: with a shorter one, names of other objects could match. */
export const isPrefix = (text: string): boolean => /^k[0-9a-z]{7,}$/.test(text);

/** Whether an object belongs to the run: by its label, its name, or its namespace. */
export const isOwn = ({ runId, prefixes }: Ownership): ((thing: Owned) => boolean) => {
  const unsafe = prefixes.find((prefix) => !isPrefix(prefix));
  if (unsafe !== undefined)
    throw new Error(
      `"${unsafe}" is not a prefix of a run: expected "k" and at least seven lower-case letters or digits`,
    );
  const known = new Set(prefixes);
  const lengths = [...new Set(prefixes.map(({ length }) => length))];
  // Long names have padding directly after the prefix.
  const named = (name: string) =>
    words(name).some((word) => lengths.some((length) => known.has(word.slice(0, length))));
  return ({ name, namespace, labels }) =>
    (runId !== '' && labels?.[runLabel] === runId) || named(name) || (namespace !== undefined && named(namespace));
};
