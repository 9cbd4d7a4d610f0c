import { expect, test } from 'vitest';
import { recipes, componentNames } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';
import { versions } from './versions.ts';

// Why: the version of fixtures/versions.yaml names the cache folder and stands in reports; go.mod decides what is built.
test.each(componentNames)('%s is built in the version that fixtures/versions.yaml pins', (name) => {
  const recipe = recipes[name];
  const { goMod, goSum } = toolchainModule(recipe.toolchain);
  const module = recipe.package.replace(/\/cmd\/.*/, '');
  const pin = `${module} v${versions.toolchains[recipe.toolchain]}`;
  expect(
    goMod
      .replaceAll(/\s*\/\/.*/g, '')
      .split('\n')
      .map((line) => line.replace(/^require |^\s+/, '')),
  ).toContain(pin);
  expect(goSum).toContain(`${pin} h1:`);
});
