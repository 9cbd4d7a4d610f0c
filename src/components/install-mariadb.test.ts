import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordedProgress } from '../testing/recorded-progress.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { installMariaDb } from './install-mariadb.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('PATH', directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const never = new AbortController().signal;
const install = (passedOver: readonly string[] = []) => installMariaDb(passedOver, recordedProgress(), never);

test('if MariaDB cannot be installed, the error contains the remedies', async () => {
  await expect(install()).rejects.toThrow(/there is none on PATH: install MariaDB.*--database-url/);
});

test('the error names a MySQL that was found', async () => {
  await expect(install(['/usr/sbin/mysqld (not MariaDB)'])).rejects.toThrow(
    /passed over: \/usr\/sbin\/mysqld \(not MariaDB\)/,
  );
});

// Why: apt-get would otherwise remove an installed MySQL, or prompt and hang.
test.runIf(process.getuid?.() === 0)(
  'apt-get removes nothing and does not prompt, and its error is shown',
  async () => {
    const calls = path.join(directory, 'calls');
    await writeFile(
      path.join(directory, 'apt-get'),
      `#!/bin/sh\necho "$DEBIAN_FRONTEND $@" >> ${calls}\necho 'E: Packages need to be removed but remove is disabled.'\nexit 100\n`,
      { mode: 0o755 },
    );
    await expect(install()).rejects.toThrow(/exit code 100.*remove is disabled/s);
    const [first, update, again] = (await readFile(calls, 'utf8')).split('\n');
    expect(first).toMatch(/^noninteractive install --yes .*--no-remove mariadb-server-core/);
    expect(update).toContain('update');
    expect(again).toBe(first);
  },
);
