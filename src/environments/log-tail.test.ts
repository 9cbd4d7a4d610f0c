import { expect, test } from 'vitest';
import { logTail } from './log-tail.ts';

const tailOf = (lines: readonly string[]) => logTail({ lastLines: (count: number) => lines.slice(-count) });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test('returns the last lines, or no lines if there are none', () => {
  expect(tailOf(numbered(30))).toEqual(numbered(30).slice(18));
  expect(tailOf([])).toEqual([]);
});

test('keeps the cause of a Go crash, which precedes a long goroutine dump', () => {
  const tail = tailOf([...numbered(5), 'F1123 03:59:02.7 main.go:433] Failed to start RPC server', ...numbered(900)]);
  expect(tail.join('\n')).toContain('Failed to start RPC server');
  expect(tail).not.toContain('line 900');
});
