import { once } from 'node:events';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testProcess } from '../../testing/test-process.ts';
import { testResources } from '../../testing/test-resources.ts';
import { processesBelow } from './leftovers.ts';

// Why: a container's own processes know nothing of the engine's folder; they are found as children of what does.
test.runIf(process.platform === 'linux')(
  'an engine is its processes and their children, and nothing else',
  async () => {
    const folder = await temporaryDirectory();
    const script =
      'setTimeout(() => {}, 60000); require("child_process").spawn("sleep", ["60"], {stdio: "ignore"}); console.log("up")';
    const resources = testResources();
    const shim = await resources.use(testProcess(process.execPath, ['-e', script, `${folder}/containerd.sock`]));
    const stranger = await resources.use(testProcess('sleep', ['60']));
    await once(shim.stdout, 'data');
    const found = processesBelow(folder);
    expect(found).toContain(shim.pid);
    expect(found).toHaveLength(2);
    expect(found).not.toContain(stranger.pid);
    for (const pid of found) process.kill(pid, 'SIGKILL');
    await shim.exited;
    expect(processesBelow(folder)).toEqual([]);
  },
);
