import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { environmentSpace, requireSpace } from './free-space.ts';

test('the error for a full disk contains the free space, the needed space and the remedy', async () => {
  await expect(requireSpace(tmpdir(), { ...environmentSpace(), neededBytes: 0 })).resolves.toBeUndefined();
  await expect(requireSpace(tmpdir(), environmentSpace(2 ** 60))).rejects.toThrow(
    /has \d+ MiB free .*needs \d+ MiB.*KFP_CONFORMANCE_STATE/,
  );
});
