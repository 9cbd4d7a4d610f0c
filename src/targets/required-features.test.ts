import { expect, test } from 'vitest';
import { requiredFeatures } from './required-features.ts';

const inKubernetes = { storage: 'kubernetes', variant: 'default', manifestsSupplied: true } as const;

test('a target that the harness sets up must download definitions and, with its manifests, default versions', () => {
  expect(requiredFeatures(inKubernetes, false)).toEqual(['webhook', 'loopback-package-url']);
  expect(requiredFeatures({ ...inKubernetes, storage: 'database' }, false)).toEqual(['loopback-package-url']);
  expect(requiredFeatures({ ...inKubernetes, manifestsSupplied: false }, false)).toEqual(['loopback-package-url']);
});

// Why: FEA-02 failed on installations, which cannot reach the loopback address of this machine.
test('whether an installation downloads definitions from this machine is found out', () => {
  expect(requiredFeatures(inKubernetes, true)).toEqual(['webhook']);
  expect(requiredFeatures({ ...inKubernetes, storage: 'database' }, true)).toEqual([]);
});

test('nothing is required that a variant switches off', () => {
  expect(requiredFeatures({ ...inKubernetes, variant: 'webhook-off' }, false)).toEqual(['loopback-package-url']);
  expect(requiredFeatures({ ...inKubernetes, variant: 'url-validation' }, false)).toEqual(['webhook']);
});
