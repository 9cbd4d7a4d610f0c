import { expect, test } from 'vitest';
import { windowCores } from './window-cores.ts';

const sample = (second: number, k6: number, io: Record<string, number> = { 'machine/ioSomePressure': 0.25 }) => ({
  second,
  values: {
    'machine/cpu': 1.5,
    'machine/steal': 0.25,
    'k6/cpu': k6,
    'etcd/cpu': 0.25,
    'kube-apiserver/cpu': 0.5,
    'kube-apiserver/threads': 9,
    'harness/cpu': 0.125,
    ...io,
  },
});

test('the cores are those of the samples inside the window', () => {
  expect(windowCores([sample(1, 9), sample(2, 0.5), sample(3, 1), sample(4, 9)], 1, 3)).toEqual({
    generatorCores: 0.75,
    serverCores: 0.75,
    machineCores: 1.75,
    ioPressure: 0.25,
  });
});

test('nothing is said without a sample, and nothing of the disk where it is not measured', () => {
  expect(windowCores([sample(1, 1)], 1, 2)).toBeUndefined();
  expect(windowCores([sample(1, 1, {})], 0, 1)).not.toHaveProperty('ioPressure');
});
