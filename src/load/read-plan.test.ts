import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../failures/usage-error.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { readPlan } from './read-plan.ts';

const planFile = async (text: string): Promise<string> => {
  const file = path.join(await temporaryDirectory(), 'plan.yaml');
  await writeFile(file, text);
  return file;
};

const plan = 'name: own\nobjects: [100]\noperations: [create]\nloop: { kind: closed, iterations: 5 }\n';

test('a file is a plan, with the defaults and the changes of the command line', async () => {
  expect(await readPlan(await planFile(plan), { objects: [50] })).toMatchObject({
    name: 'own',
    objects: [50],
    durability: 'full',
    watchers: 0,
  });
});

test.each([
  ['no YAML', 'a: [', /neither YAML nor JSON/],
  ['an unknown operation', plan.replace('create', 'creat'), /operations\[0\]/],
  ['an unknown key', `${plan}watcher: 1\n`, /Unrecognized key: "watcher"/],
  ['counts that descend', plan.replace('[100]', '[100, 50]'), /expected ascending counts/],
  ['too many watchers', `${plan}watchers: 11\n`, /watchers/],
  ['namespaces of one user', `${plan}namespaces: 2\n`, /set tenancy to multi-user/],
])('a file with %s is a usage error that names the file and the place', async (_, text, message) => {
  const file = await planFile(text);
  const reading = readPlan(file, {});
  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow(file);
});

test('a name of no plan is a usage error with the names that there are', async () => {
  await expect(readPlan('quik', {})).rejects.toThrow(
    '--plan quik: no such file, and no plan of that name (smoke, quick, requirements, 100k)',
  );
});
