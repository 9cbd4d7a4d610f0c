import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsObjectName, isObjectName, labelValue, versionObjectName } from './object-names.ts';

const labelValuePattern = /^[a-z0-9A-Z]([-a-z0-9A-Z_.]{0,61}[a-z0-9A-Z])?$/;
const names = fc.stringMatching(/^[a-z0-9]([-.a-z0-9]{0,120}[a-z0-9])?$/).filter(isObjectName);

describe('versionObjectName', () => {
  it('keeps apart what a hyphen would join (VER-08, VER-09)', () => {
    const pairs = [
      ['a', 'b-c'],
      ['a-b', 'c'],
      ['a', 'b'],
      ['a-b', 'a-b'],
    ] as const;
    expect(new Set(pairs.map(([pipeline, version]) => versionObjectName(pipeline, version))).size).toBe(pairs.length);
  });

  it('is an object name for all names, and the same each time', () => {
    fc.assert(
      fc.property(names, names, (pipeline, version) => {
        const name = versionObjectName(pipeline, version);
        expect(isObjectName(name)).toBe(true);
        expect(versionObjectName(pipeline, version)).toBe(name);
      }),
    );
  });
});

describe('names', () => {
  it.each(['UPPER', 'a_b', '-a', 'a-', 'a..b', 'é', '', 'a'.repeat(254)])('refuses %j (NAME-04)', (name) => {
    expect(isObjectName(name)).toBe(false);
  });

  it('refuses 128 and 127 characters together, but not one less (NAME-09)', () => {
    expect(fitsObjectName('a'.repeat(128), 'b'.repeat(127))).toBe(false);
    expect(fitsObjectName('a'.repeat(126), 'b'.repeat(126))).toBe(true);
  });

  it.each(['-', '.', '.-'])('cuts a label value before a trailing %j (NAME-11)', (end) => {
    const value = labelValue(`${'l'.repeat(63 - end.length)}${end}rest`);
    expect(value).toMatch(labelValuePattern);
    expect(value).toBe('l'.repeat(63 - end.length));
  });
});
