import { expect, test } from 'vitest';
import { imageReference } from './image-reference.ts';

// Why: asked to save a name without a tag, an engine writes every version of it that it has.
test.each([
  ['ghcr.io/kubeflow/kfp-api-server:2.17.0', 'ghcr.io/kubeflow/kfp-api-server:2.17.0'],
  ['ghcr.io/kubeflow/kfp-api-server', 'ghcr.io/kubeflow/kfp-api-server:latest'],
  ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
  ['apiserver', 'apiserver:latest'],
  [`a/b@sha256:${'0'.repeat(64)}`, `a/b@sha256:${'0'.repeat(64)}`],
])('%s', (given, asked) => {
  expect(imageReference(given)).toBe(asked);
});

test.each(['', 'A/B', 'a b', './file', 'a/b:', 'a@sha256:12'])('no reference: "%s"', (given) => {
  expect(() => imageReference(given)).toThrow(/expected the name of a container image/);
});
