import { readFileSync } from 'node:fs';
import path from 'node:path';

const packagesOf = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (cause) {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  }
};

/** The reason why `npm ci` is needed; undefined if node_modules matches the lock file. */
export const staleReason = (root) => {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  // npm writes this file last, so it is missing after an interrupted installation.
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) return undefined;
  if (installed === undefined) return 'they are not installed';
  for (const [name, { version, integrity, optional, link }] of Object.entries(wanted)) {
    if (name === '' || link) continue;
    const found = installed[name];
    // Optional packages are specific to a platform.
    if (found === undefined && optional) continue;
    if (found === undefined) return `${name} is missing`;
    if (found.version !== version || found.integrity !== integrity)
      return `${name} is ${found.version}, expected ${version}`;
  }
  return undefined;
};
