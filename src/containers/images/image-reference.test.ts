import { expect, test } from 'vitest';
import { imageReference } from './image-reference.ts';

// Why: an engine saves all tags of an image if the reference has no tag.
test.each([
  ['ghcr.io/kubeflow/kfp-api-server:2.17.0', 'ghcr.io/kubeflow/kfp-api-server:2.17.0'],
  ['ghcr.io/kubeflow/kfp-api-server', 'ghcr.io/kubeflow/kfp-api-server:latest'],
  ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
  ['apiserver', 'apiserver:latest'],
  [`a/b@sha256:${'0'.repeat(64)}`, `a/b@sha256:${'0'.repeat(64)}`],
])('%s', (given, asked) => {
  expect(imageReference(given)).toBe(asked);
});

test.each(['', 'A/B', 'a b', './file', 'a/b:', 'a@sha256:12'])('"%s" is not a valid reference', (given) => {
  expect(() => imageReference(given)).toThrow(/expected the name of a container image/);
});
