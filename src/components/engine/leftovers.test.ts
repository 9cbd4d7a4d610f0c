import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { processesBelow } from './leftovers.ts';

// Why: a container's own processes know nothing of the engine's folder; they are found as children of what does.
test.runIf(process.platform === 'linux')(
  'an engine is its processes and their children, and nothing else',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'leftovers-'));
    const script =
      'setTimeout(() => {}, 60000); require("child_process").spawn("sleep", ["60"], {stdio: "ignore"}); console.log("up")';
    const shim = spawn(process.execPath, ['-e', script, `${folder}/containerd.sock`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stranger = spawn('sleep', ['60']);
    try {
      await once(shim.stdout, 'data');
      const found = processesBelow(folder);
      expect(found).toContain(shim.pid);
      expect(found).toHaveLength(2);
      expect(found).not.toContain(stranger.pid);
      for (const pid of found) process.kill(pid, 'SIGKILL');
      await once(shim, 'exit');
      expect(processesBelow(folder)).toEqual([]);
    } finally {
      shim.kill('SIGKILL');
      stranger.kill('SIGKILL');
      await rm(folder, { recursive: true });
    }
  },
);
