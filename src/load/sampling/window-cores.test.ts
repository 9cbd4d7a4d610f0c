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
    harnessCores: 0.125,
    ioPressure: 0.25,
  });
});

test('a sample at a border counts as far as it is inside', () => {
  // Half of the second before 2, all of the one before 3, and a quarter of the one before 4.
  const cores = windowCores([sample(1, 9), sample(2, 1), sample(3, 2), sample(4, 4)], 1.5, 3.25);
  expect(cores?.generatorCores).toBeCloseTo((0.5 * 1 + 2 + 0.25 * 4) / 1.75);
});

test('nothing is said where samples are missing, and nothing of the disk where it is not measured', () => {
  expect(windowCores([], 0, 1)).toBeUndefined();
  expect(windowCores([sample(1, 1), sample(2, 1)], 1.5, 4)).toBeUndefined();
  expect(windowCores([sample(0, 1), sample(1, 1, {})], 0, 1)).not.toHaveProperty('ioPressure');
});
