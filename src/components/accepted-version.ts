import type { ComponentName } from './recipe.ts';
import { recipes } from './recipe.ts';
import { versions } from './versions.ts';

const numbers = (version: string): readonly number[] => version.split(/[.+-]/).map(Number);

/** Whether `found` is any patch level of the pinned minor release: 3.6.x for etcd, 1.34.x for Kubernetes, 2.2.x for k6. */
export const isAccepted = (name: ComponentName, found: string): boolean => {
  const pinned = numbers(versions.toolchains[recipes[name].toolchain]);
  const actual = numbers(found);
  return pinned[0] === actual[0] && pinned[1] === actual[1];
};

/** Whether `version` is at least `minimum`, compared number by number. */
export const isAtLeast = (version: string, minimum: string): boolean => {
  const wanted = numbers(minimum);
  const actual = numbers(version);
  for (const [index, least] of wanted.entries()) {
    const number = actual[index] ?? 0;
    if (Number.isNaN(number)) return false;
    if (number !== least) return number > least;
  }
  return true;
};
