import { expect, test } from 'vitest';
import { assertMarkersFound, leaksIn } from './leak-markers.ts';

const answer = (body: string) => ({ status: 200, headers: {}, body });
const markers = { 'its id': '1f2e', 'its name': 'of-bob' };

test('markers are found in bodies and in page tokens', () => {
  const token = Buffer.from('{"KeyFieldValue":"1f2e"}').toString('base64');
  expect(leaksIn({ list: answer(`{"next_page_token":"${token}"}`), get: answer('{}') }, markers)).toEqual({
    list: ['its id'],
  });
});

// Why: answers that hold nothing for anybody showed that nothing was leaked.
test('answers to the owner without a marker prove nothing', () => {
  expect(() => assertMarkersFound({ get: answer('{"id":"1f2e","name":"of-bob"}') }, markers)).not.toThrow();
  expect(() => assertMarkersFound({ get: answer('{}'), list: undefined }, markers)).toThrow(
    'what the answers to its owner do not show of a pipeline',
  );
});
