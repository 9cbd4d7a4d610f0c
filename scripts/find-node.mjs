import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Plain JavaScript for Node 20: it finds the Node that runs everything else.

/** The first version that supports explicit resource management (`await using`). */
const minimum = 24;

const isNewEnough = Number(process.versions.node.split('.')[0]) >= minimum;

/** The Node that npm installed as an optional package; undefined if there is none for this machine. */
const installedNode = (root) => {
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
    // npm has no such package for this machine.
  }
  return candidates.find((file) => existsSync(file));
};

/** A Node that can run this package: the running one if it is new enough, otherwise the one that npm installed. */
export const findNode = (root) => (isNewEnough ? process.execPath : installedNode(root));

export const nodeMissing = `kfp-conformance needs Node ${minimum} or newer, but this is Node ${process.versions.node}.
On Linux x64 npm installs a newer Node as an optional package: run npm install --include=optional.
On other platforms install Node ${minimum}: https://nodejs.org/en/download`;
