import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

const saying = (lines: readonly string[]) => lastWords({ lastLines: (count: number) => lines.slice(-count) });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test('the last lines are shown, or that there are none', () => {
  expect(saying(numbered(30))).toMatch(/^Its last lines:\n  line 19\n[^]*line 30$/);
  expect(saying([])).toBe('It printed nothing.');
});

test('the cause of a Go program’s end is not lost in the dump that follows it', () => {
  const words = saying([...numbered(5), 'F1123 03:59:02.7 main.go:433] Failed to start RPC server', ...numbered(900)]);
  expect(words).toContain('Failed to start RPC server');
  expect(words).not.toContain('line 900');
});
