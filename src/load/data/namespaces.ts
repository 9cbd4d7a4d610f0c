/** The namespace of object `index`: the given one, or one of `count` namespaces `<name>-<index mod count>`. */
export const namespaceOf = (namespace: string, count: number, index: number): string =>
  count === 1 ? namespace : `${namespace}-${index % count}`;

/** How many of the objects 0 … total − 1 are in the namespace of object `index`. */
export const objectsIn = (count: number, total: number, index: number): number =>
  Math.max(0, Math.ceil((total - (index % count)) / count));
