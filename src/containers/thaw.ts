import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the first version of control groups has the groups of containers that can be frozen. */
const frozenGroups = '/sys/fs/cgroup/freezer/docker';

const passable = ['ENOENT', 'ENOTDIR', 'ENODEV', 'EACCES', 'EPERM', 'EROFS'];

const orNothing = <Value>(act: () => Value): Value | undefined => {
  try {
    return act();
  } catch (cause) {
    // No such groups here, one that has just gone, or somebody else's.
    if (!passable.includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    return undefined;
  }
};

const thawBelow = (group: string): boolean => {
  const state = path.join(group, 'freezer.state');
  // FREEZING while some of its processes still run.
  const frozen = orNothing(() => readFileSync(state, 'utf8'))?.startsWith('FR') === true;
  if (frozen) orNothing(() => writeFileSync(state, 'THAWED'));
  const below = orNothing(() => readdirSync(group, { withFileTypes: true })) ?? [];
  return (
    below
      .filter((entry) => entry.isDirectory())
      .map((entry) => thawBelow(path.join(group, entry.name)))
      .some(Boolean) || frozen
  );
};

/**
 * Lets the processes of containers go on that were frozen when what froze them was killed: in a node that ends while it
 * starts a pod, runc has. A frozen process does not end, whatever it is sent, and its container cannot be removed. Says
 * whether there were any.
 */
export const thaw = (container: string, groups = frozenGroups): boolean => thawBelow(path.join(groups, container));
