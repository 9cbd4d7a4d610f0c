import { expect, test } from 'vitest';
import { failedRequest } from './failed-request.ts';

const head = ['# Requires curl.', 'KFP=http://localhost:8888', ''];
const created = [
  'curl -sS -X POST "$KFP/apis/v2beta1/pipelines" \\',
  `  --data-raw '{"name":"a"}'`,
  '# the run got 200',
];
const refused = ['# The second half.', 'curl -sS "$KFP/apis/v2beta1/pipelines/names/a"', '# the run got 404'];

// Why: the terminal showed how a pipeline was created, and never the request that failed.
test('the request is the last one that failed, with what the run got', () => {
  expect(failedRequest([...head, ...created, ...refused, ...created])).toEqual(refused.slice(1));
  const silent = ['curl -sS "$KFP/x"', '# the run got no answer'];
  expect(failedRequest([...head, ...refused, ...silent])).toEqual(silent);
});

test('where every request was answered, it is the last one', () => {
  expect(failedRequest([...head, ...created, 'curl -sS "$KFP/x"', '# the run got 200'])).toEqual([
    'curl -sS "$KFP/x"',
    '# the run got 200',
  ]);
});

test('a long request is cut, and a script without answers begins at its start', () => {
  const long = ["cat <<'EOF'", ...Array.from({ length: 20 }, (_, at) => `line ${at}`), '# the run got 400'];
  expect(failedRequest(long)).toEqual([...long.slice(0, 8), '…', '# the run got 400']);
  expect(failedRequest(['curl one'])).toEqual(['curl one']);
  expect(failedRequest([])).toEqual([]);
});
