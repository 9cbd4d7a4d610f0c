import { once } from 'node:events';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testProcess } from '../../testing/test-process.ts';
import { testResources } from '../../testing/test-resources.ts';
import { processesBelow } from './leftovers.ts';

// Why: the command lines of a container's processes do not contain the engine's directory.
test.runIf(process.platform === 'linux')(
  'finds the processes of an engine and their children, and no others',
  async () => {
    const folder = await temporaryDirectory();
    const script =
      'setTimeout(() => {}, 60000); require("child_process").spawn("sleep", ["60"], {stdio: "ignore"}); console.log("up")';
    const resources = testResources();
    const shim = await resources.use(testProcess(process.execPath, ['-e', script, `${folder}/containerd.sock`]));
    const unrelated = await resources.use(testProcess('sleep', ['60']));
    await once(shim.stdout, 'data');
    const found = processesBelow(folder);
    expect(found).toContain(shim.pid);
    expect(found).toHaveLength(2);
    expect(found).not.toContain(unrelated.pid);
    for (const pid of found) process.kill(pid, 'SIGKILL');
    await shim.exited;
    expect(processesBelow(folder)).toEqual([]);
  },
);
