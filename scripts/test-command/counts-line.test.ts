import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packagePath } from '../../src/package-path.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { countsLine } from './counts-line.ts';
import { mustRunBecause } from './must-run.ts';

// Why: the last line was "2957 passed, 0 failed" where the whole cluster part had not been run.
test('the last line shows what was not run and what was skipped', () => {
  expect(countsLine({ passed: 2957, failed: 0 }, 0)).toBe('2957 passed, 0 failed');
  expect(countsLine({ passed: 2957, failed: 0, skipped: 10 }, 3)).toBe(
    '2957 passed, 0 failed (3 checks not run, 10 cases skipped)',
  );
  expect(countsLine({ passed: 1, failed: 0 }, 1)).toBe('1 passed, 0 failed (1 check not run)');
});

test('.ci/run reads the last line in each of its forms', async () => {
  const script = await readFile(packagePath('.ci/run'), 'utf8');
  const reading = script.split('\n').filter((line) => /^(line|passed|failed)=\$\((grep|sed)/.test(line));
  expect(reading).toHaveLength(3);
  for (const line of [countsLine({ passed: 12, failed: 3 }, 0), countsLine({ passed: 12, failed: 3, skipped: 4 }, 2)]) {
    const log = path.join(await temporaryDirectory(), 'log');
    await writeFile(log, `9 passed\n${line}\n`);
    const command = `log='${log}'\n${reading.join('\n')}\necho "$passed $failed"`;
    expect(execFileSync('bash', ['-c', command], { encoding: 'utf8' })).toBe('12 3\n');
  }
});

test('in CI, and where an engine is named, every check must run', () => {
  expect(mustRunBecause({})).toBeUndefined();
  expect(mustRunBecause({ CI: 'false', DOCKER_HOST: '' })).toBeUndefined();
  expect(mustRunBecause({ CI: 'true' })).toContain('CI is set');
  expect(mustRunBecause({ DOCKER_HOST: 'unix:///nothing.sock' })).toContain('DOCKER_HOST is set');
});
