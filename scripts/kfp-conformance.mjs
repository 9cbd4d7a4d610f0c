#!/usr/bin/env node
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useCompileCache } from './compile-cache.mjs';
import { exitCode } from './exit-code.mjs';
import { findNode, nodeMissing } from './find-node.mjs';
import { runChild } from './run-child.mjs';

// The published command. Plain JavaScript that an old Node can run, so that it can report a missing newer Node.

const root = path.dirname(path.dirname(realpathSync(fileURLToPath(import.meta.url))));
const source = path.join(root, 'src', 'cli', 'main.ts');
// Node does not strip types below node_modules, so an installed package contains JavaScript.
const main = existsSync(source) ? source : path.join(root, 'dist', 'src', 'cli', 'main.js');

useCompileCache();
const node = findNode(root);
if (node === undefined) {
  process.stderr.write(`${nodeMissing}\n`);
  process.exitCode = exitCode.environment;
} else if (node === process.execPath) {
  process.argv[1] = main;
  await import(main);
} else {
  process.exitCode = await runChild(node, [main, ...process.argv.slice(2)]);
}
