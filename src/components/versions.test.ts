import { expect, test } from 'vitest';
import { componentNames, nodeComponentNames, recipes } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';
import { versions } from './versions.ts';

// Why: the version of fixtures/versions.yaml names the cache folder and stands in reports; go.mod decides what is built.
// pause is this project's own, and needs no module.
const pinned = [...componentNames, ...nodeComponentNames].filter((name) => name !== 'pause');

test.each(pinned)('%s is built in the version that fixtures/versions.yaml pins', (name) => {
  const recipe = recipes[name];
  const { goMod, goSum } = toolchainModule(recipe.toolchain);
  const module =
    recipe.toolchain === 'coredns' ? 'github.com/coredns/coredns' : recipe.package.replace(/\/cmd\/.*/, '');
  const pin = `${module} v${versions.toolchains[recipe.toolchain]}`;
  expect(
    goMod
      .replaceAll(/\s*\/\/.*/g, '')
      .split('\n')
      .map((line) => line.replace(/^require |^\s+/, '')),
  ).toContain(pin);
  expect(goSum).toContain(`${pin} h1:`);
});
