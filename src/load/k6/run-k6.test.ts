import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { superviseProcess } from '../../environments/local/supervised-process.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { k6In, type K6 } from './run-k6.ts';

/** k6 as a shell script; without one there is no program. */
const k6Of = async (script?: string, started = (): void => {}): Promise<K6> => {
  const directory = await temporaryDirectory();
  const program = path.join(directory, 'k6');
  if (script !== undefined) await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await mkdir(path.join(directory, 'logs'));
  return k6In(
    {
      stateDirectory: directory,
      spawn: async (name, command) => {
        const log = path.join(directory, 'logs', `${name}.log`);
        const running = await superviseProcess(name, command, log, () => {});
        started();
        return running;
      },
    },
    program,
    path.join(directory, 'ca.crt'),
  );
};

const run = { script: 'rest/create', variables: {} };

test.each([
  ['is missing', undefined, /k6.*cannot be started|exited|exec|No such file/i],
  [
    'fails',
    'echo no script today; exit 107',
    /^k6 ended with exit code 107: the script threw .*running rest\/create\. Its last lines:\n {2}no script today/,
  ],
  ['is killed', 'kill -9 $$', /^k6 was ended by SIGKILL, running rest\/create/],
  ['writes no summary', 'exit 0', /^k6 ended without a summary, running rest\/create/],
])('a k6 that %s is an error that names the script and shows what it printed', async (_, script, message) => {
  const running = (await k6Of(script)).run(run, new AbortController().signal);
  await expect(running).rejects.toThrow(EnvironmentError);
  await expect(running).rejects.toThrow(message);
});

test('a k6 that is interrupted ends at once', async () => {
  const controller = new AbortController();
  const running = (await k6Of('sleep 600')).run(run, controller.signal);
  setTimeout(() => controller.abort(new Error('interrupted')), 100);
  await expect(running).rejects.toThrow('interrupted');
});

test('a k6 that is interrupted while it is started ends at once too', async () => {
  const controller = new AbortController();
  const k6 = await k6Of('sleep 600', () => controller.abort(new Error('interrupted')));
  await expect(k6.run(run, controller.signal)).rejects.toThrow('interrupted');
});
