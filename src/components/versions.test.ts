import { expect, test } from 'vitest';
import { componentNames, nodeComponentNames, recipes } from './recipe.ts';
import { toolchainModule } from './toolchain-module.ts';
import { versions } from './versions.ts';

// Why: the version in fixtures/versions.yaml is in the cache directory's name and in reports, but go.mod determines the
// built version. pause is a program of this project and has no module.
const pinned = [...componentNames, ...nodeComponentNames].filter((name) => name !== 'pause');

test.each(pinned)('go.mod of %s requires the version that fixtures/versions.yaml pins', (name) => {
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
