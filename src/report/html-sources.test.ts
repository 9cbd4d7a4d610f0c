import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-path.ts';
import { sourceCommit, sourceHtml } from './html-sources.ts';

test('the commit of the links is the one that the catalogue names', async () => {
  const named = new Set<string>();
  for await (const file of glob(`${packageRoot}/suites/conformance/*/requirements.yaml`))
    for (const [, commit = ''] of (await readFile(file, 'utf8')).matchAll(/at commit ([0-9a-f]{7,})/g))
      named.add(commit);
  expect(named.size).toBeGreaterThan(0);
  for (const commit of named) expect(sourceCommit.startsWith(commit)).toBe(true);
});

test('what names no file with a line stays text', () => {
  const text = 'KEP-11551, "Goals" 3; backend/src/apiserver/server/util.go, ReadPipelineFile; #L12';
  expect(sourceHtml(text).source).toBe(text);
});
