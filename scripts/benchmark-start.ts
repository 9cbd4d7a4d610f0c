import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { packagePath } from '../src/package-path.ts';

// Reports each command's CPU time as a multiple of an empty Node process's.

const rounds = 7;
const commands = ['--help', '--bogus', 'list', 'setup --status', 'report no-such-run', 'env down no-such-environment'];

const reporter = `
import { writeFileSync } from 'node:fs';
process.once('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.CPU_TIME, String(user + system));
});
`;

const directory = await mkdtemp(path.join(tmpdir(), 'kfp-conformance-benchmark-'));

/** CPU time in microseconds. The exit code is ignored, since one command has an unknown flag. */
const cpuTime = async (...args: readonly string[]): Promise<number> => {
  const file = path.join(directory, 'cpu');
  await promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(reporter)}`, ...args],
    {
      env: { ...process.env, CPU_TIME: file },
      maxBuffer: 2 ** 26,
    },
  ).catch(() => {});
  return Number(await readFile(file, 'utf8'));
};

try {
  const ratios = new Map<string, number[]>(commands.map((command) => [command, []]));
  // The commands alternate within a round, so that other load on the machine affects all of them equally.
  for (let round = 0; round <= rounds; round += 1) {
    const empty = await cpuTime('--eval', '0');
    for (const command of commands) {
      const ratio = (await cpuTime(packagePath('scripts/kfp-conformance.mjs'), ...command.split(' '))) / empty;
      // The first round fills the compile cache.
      if (round > 0) ratios.get(command)?.push(ratio);
    }
  }
  for (const [command, measured] of ratios) {
    const median = measured.toSorted((a, b) => a - b)[Math.floor(measured.length / 2)] ?? Number.NaN;
    process.stdout.write(`${command.padEnd(32)}${median.toFixed(1)}\n`);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
