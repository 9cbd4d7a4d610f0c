import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The freezer groups of containers in cgroup v1. */
const frozenGroups = '/sys/fs/cgroup/freezer/docker';

const ignoredCodes = ['ENOENT', 'ENOTDIR', 'ENODEV', 'EACCES', 'EPERM', 'EROFS'];

const orNothing = <Value>(act: () => Value): Value | undefined => {
  try {
    return act();
  } catch (cause) {
    // The groups do not exist on this machine, have just been removed, or belong to another user.
    if (!ignoredCodes.includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    return undefined;
  }
};

const thawBelow = (group: string): boolean => {
  const state = path.join(group, 'freezer.state');
  // The state is FROZEN, or FREEZING while some of the processes still run.
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
 * Thaws the processes of a container that remained frozen when the freezing process was killed. This happens to runc in a
 * node that is stopped while it starts a pod. Frozen processes ignore signals, so their container cannot be removed.
 * Returns whether any process was frozen.
 */
export const thaw = (container: string, groups = frozenGroups): boolean => thawBelow(path.join(groups, container));
