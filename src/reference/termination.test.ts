import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let folder: string;

/** Says that it waits, then what it was told, how long it went on, and whether it kept connections meanwhile. */
const program = `
  import { isLeaving, untilTerminated } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'termination.ts')).href)};
  const keeping = setInterval(() => {}, 1000);
  process.once('disconnect', () => process.exit());
  let told;
  let leaving;
  process.once('SIGTERM', () => { told = performance.now(); setImmediate(() => { leaving = isLeaving(); }); });
  process.send('waiting');
  const signal = await untilTerminated(process.env);
  process.send({ signal, afterMs: performance.now() - told, leaving: leaving ?? isLeaving() });
  clearInterval(keeping);
  process.disconnect();
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kfp-conformance-test-'));
  await writeFile(join(folder, 'program.mjs'), program);
});
afterAll(() => rm(folder, { recursive: true }));

async function terminated(environment: Readonly<Record<string, string>>) {
  const child = fork(join(folder, 'program.mjs'), { env: environment, execArgv: ['--no-warnings'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: unknown[] = [];
  child.on('message', (message) => {
    said.push(message);
    if (message === 'waiting') child.kill('SIGTERM');
  });
  const [code] = await once(child, 'exit');
  const [, ended] = said as [string, { signal: string; afterMs: number; leaving: boolean }];
  return { code, ...ended };
}

describe('a server that is told to end', () => {
  it('goes on for seconds in a pod, whose Service sends it connections still, and keeps none', async () => {
    const { code, leaving, signal, afterMs } = await terminated({ KUBERNETES_SERVICE_HOST: '10.0.0.1' });
    expect([code, leaving, signal]).toEqual([0, true, 'SIGTERM']);
    expect(afterMs).toBeGreaterThan(4_500);
  });

  it('ends at once elsewhere', async () => {
    const { code, leaving, signal, afterMs } = await terminated({});
    expect([code, leaving, signal]).toEqual([0, true, 'SIGTERM']);
    expect(afterMs).toBeLessThan(4_500);
  });
});
