import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Plain JavaScript that Node 20 runs: it looks for the Node that runs everything else.

/** The first with `await using` and what belongs to it. */
const least = 24;

const isNewEnough = Number(process.versions.node.split('.')[0]) >= least;

/** The Node that npm brought with this package, which needs no install script; undefined where there is none. */
const broughtBy = (root) => {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const candidates = [path.join(root, 'node_modules', name, 'bin', 'node')];
  try {
    candidates.push(
      path.join(
        path.dirname(createRequire(path.join(root, 'package.json')).resolve(`${name}/package.json`)),
        'bin',
        'node',
      ),
    );
  } catch {
    // No such package for this machine: the running Node has to do.
  }
  return candidates.find((file) => existsSync(file));
};

/** A Node that runs this package: the running one when it is new enough, else the one that npm brought. */
export const findNode = (root) => (isNewEnough ? process.execPath : broughtBy(root));

export const nodeMissing = `This needs Node ${least} or newer, and this is Node ${process.versions.node}.
npm brings a newer one for Linux on x64, unless optional packages are left out (npm install --include=optional).
Elsewhere install Node ${least}: https://nodejs.org/en/download`;
