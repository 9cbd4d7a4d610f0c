import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { requireSpace } from './free-space.ts';

test('a disk without room is told of with how much there is, how much it takes and what to do', async () => {
  await expect(requireSpace(tmpdir(), 0)).resolves.toBeUndefined();
  await expect(requireSpace(tmpdir(), 2 ** 50)).rejects.toThrow(
    /has \d+ MiB free .*needs \d+ MiB.*KFP_CONFORMANCE_STATE/,
  );
});
