import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useCompileCache } from './compile-cache.mjs';
import { exitCode } from './exit-code.mjs';
import { findNode, nodeMissing } from './find-node.mjs';
import { staleReason } from './installed-packages.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { runChild } from './run-child.mjs';

// Runs `npm start` and `npm test` on a machine with only Node 20, Go and npm. Plain JavaScript without packages.

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const main = path.join(root, 'src', 'cli', 'main.ts');

const fail = (message, code) => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const install = async () => {
  const reason = staleReason(root);
  if (reason === undefined) return;
  process.stderr.write(`Installing the npm packages (${reason}): npm ci\n`);
  const started = Date.now();
  const clock = setInterval(
    () => process.stderr.write(`npm ci: ${Math.round((Date.now() - started) / 1000)} s\n`),
    10_000,
  );
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', root];
  // Standard output belongs to the command that runs afterwards.
  const options = { stdio: ['inherit', 2, 'inherit'] };
  const code = await (npm?.endsWith('.js')
    ? runChild(process.execPath, [npm, ...args], options)
    : runChild('npm', args, options));
  clearInterval(clock);
  if (code !== 0)
    fail(
      `npm ci failed (exit code ${code}): the packages of package-lock.json could not be installed; see its output above`,
      code === exitCode.interrupted ? exitCode.interrupted : exitCode.environment,
    );
};

const installPackages = async () => {
  if (staleReason(root) === undefined) return;
  const waiting = () => process.stderr.write('waiting for another process that is installing the npm packages\n');
  await oneAtATime(`npm ci ${root}`, waiting, install);
};

const start = async () => {
  const [job, ...given] = process.argv.slice(2);
  const args = given[0] === '--' ? given.slice(1) : given;
  if (!['start', 'test', 'test:long'].includes(job))
    fail('usage: node scripts/bootstrap.mjs start|test|test:long [argument …]', exitCode.usage);
  if (Number(process.versions.node.split('.')[0]) < 20) fail(nodeMissing, exitCode.environment);
  await installPackages();
  const node = findNode(root);
  if (node === undefined) fail(nodeMissing, exitCode.environment);
  useCompileCache();
  // Child processes must find the same Node first.
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  const run = (...nodeArguments) => runChild(node, nodeArguments, { env });
  // Each command sets up its own components.
  if (job !== 'start') return run(path.join(root, 'scripts', 'test.ts'), job, ...args);
  return run(main, ...(args[0] === undefined || args[0].startsWith('-') ? ['run', ...args] : args));
};

// npm exits on SIGTERM without forwarding it, and this process would run on as an orphan.
const parent = process.ppid;
const orphaned = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(orphaned);
  process.kill(process.pid, 'SIGTERM');
}, 250);
orphaned.unref();

process.exitCode = await start();
