import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../src/package-path.ts';
import { layers, reference } from './layers.ts';

/** The layers as CONTRIBUTING.md shows them: one line per folder, the highest layer first. */
const layerPicture = (): string => {
  const places = [...layers.flatMap((layer) => Object.keys(layer)), reference.folder];
  const widest = Math.max(...places.map((place) => place.length));
  const line = ([place, holds]: readonly [string, string]): string => `  ${place.padEnd(widest)}  ${holds}`;
  const floors = layers.map((layer, index) => {
    const [first = '', ...others] = Object.entries(layer).map(line);
    return [`${String(layers.length - index).padStart(2)}${first}`, ...others.map((text) => `  ${text}`)].join('\n');
  });
  return ['```', ...floors, '', `  ${line([reference.folder, reference.holds])}; stands apart`, '```'].join('\n');
};

/** The file that shows the picture, between a comment `<!-- layers -->` and the end of the code block under it. */
export const contributing = 'CONTRIBUTING.md';

/** The text of that file with the current picture. Throws if the text has no code block for it. */
export const withLayerPicture = (text: string): string => {
  const place = /(?<=^<!-- layers -->\n\n)```\n[^]*?\n```$/m;
  if (!place.test(text))
    throw new Error(`${contributing}: expected \`<!-- layers -->\`, an empty line and a code block`);
  return text.replace(place, layerPicture);
};

if (import.meta.main) {
  const file = path.join(packageRoot, contributing);
  await writeFile(file, withLayerPicture(await readFile(file, 'utf8')));
}
