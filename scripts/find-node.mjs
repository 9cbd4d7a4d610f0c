import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Plain JavaScript that Node 20 runs: it looks for the Node that runs everything else.

/** From this version on, Node runs the packages this project uses; 24 is what it is tested with. */
const least = [22, 19];
const tested = 24;

const fits = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
};

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
export const findNode = (root) => {
  if (Number(process.versions.node.split('.')[0]) >= tested) return process.execPath;
  return broughtBy(root) ?? (fits(process.version) ? process.execPath : undefined);
};

export const nodeMissing = `This needs Node ${least.join('.')} or newer (it is tested with Node ${tested}), and this is Node ${process.versions.node}.
npm brings a newer one for Linux on x64, unless optional packages are left out (npm install --include=optional).
Elsewhere install Node ${tested}: https://nodejs.org/en/download`;
