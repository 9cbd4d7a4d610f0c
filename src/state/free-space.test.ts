import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { requireSpace } from './free-space.ts';

test('the error for a full disk contains the free space, the needed space and the remedy', async () => {
  await expect(requireSpace(tmpdir(), 0)).resolves.toBeUndefined();
  await expect(requireSpace(tmpdir(), 2 ** 50)).rejects.toThrow(
    /has \d+ MiB free .*needs \d+ MiB.*KFP_CONFORMANCE_STATE/,
  );
});
