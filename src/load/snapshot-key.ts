import { createHash } from 'node:crypto';

/** Plain data, of which two equal values have equal keys, in whatever order their properties are. */
export type KeyData = string | number | boolean | null | readonly KeyData[] | { readonly [name: string]: KeyData };

/** Everything on which the content of a snapshot depends. */
export interface SnapshotIdentity {
  /** What was seeded: seed, counts, sizes, namespaces, storage mode, and the target's kind where it wrote the data. */
  readonly data: KeyData;
  /** Component → version. */
  readonly versions: Readonly<Record<string, string>>;
}

const isList = (value: KeyData): value is readonly KeyData[] => Array.isArray(value);

const ordered = (value: KeyData): KeyData => {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, ordered(value[name] ?? null)]),
  );
};

/** The name of a snapshot in the cache: 32 hexadecimal digits. */
export const snapshotKey = ({ data, versions }: SnapshotIdentity): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered({ data, versions })))
    .digest('hex')
    .slice(0, 32);
