import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../contract/exchange.ts';
import type { Interception } from '../runner/execute-scenario.ts';
import type { DefectiveTarget, Mutant } from './mutant.ts';
import { fakeResponse } from './rewrite.ts';
import { shadowsOf } from './shadow.ts';

type Create = Mutant['create'];

const lent = {
  id: 'db-1',
  objectStore: 'http://store.example.com',
  database: { host: 'db.example.com' },
  restart: () => Promise.reject(new Error('a mutant restarted the target')),
} as unknown as DefectiveTarget;

const shadowOf = (create: Create) => {
  const { interception, affected } = shadowsOf([
    { name: 'made-up', family: 'status', defect: 'made up', kills: [], aspects: {}, create },
  ]);
  return { interception: interception(lent), affected };
};

const bytes = new Uint8Array([1, 2, 3]);
const requests: readonly HttpRequest[] = [
  { method: 'POST', target: '/pipelines', headers: { accept: 'application/json' }, body: bytes },
  { method: 'GET', target: '/pipelines/1', headers: { accept: 'application/json' } },
  { method: 'GET', target: '/pipelines/1', headers: { accept: 'application/json' } },
];
const refusal = new Error('connection refused');

/** A control of three requests, an event, and looks at its target and packages; the last request gets no answer. */
const controlBeside = async (create: Create) => {
  const { interception, affected } = shadowOf(create);
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    sent.push(request);
    await setTimeout(5);
    if (sent.length === 3) throw refusal;
    return fakeResponse(200, { number: sent.length });
  };
  const asked = (request: HttpRequest) => interception.intercept?.(request, send, 'rest', 1);
  const event = { type: 'ADDED', object: { metadata: { name: 'one' } } };
  const events = interception.interceptWatch?.(event);
  const restarted: string[] = [];
  const answers: unknown[] = [];
  for (const request of requests) answers.push(await asked(request)?.catch((failure: unknown) => failure));
  await interception.interceptOrder?.({ call: 'restart' }, async () => void restarted.push('restart'));
  const { taps } = interception;
  const read = {
    auditLog: taps?.auditLog?.(['{}']),
    sql: taps?.sql?.([{ n: 1 }], 'SELECT COUNT(*) AS n'),
    objectStore: taps?.objectStore?.(['PUT /one']),
    packages: taps?.packages?.(['GET /one']),
  };
  // What is late would come now.
  await setTimeout(30);
  return {
    affected: affected().size === 1,
    control: {
      sent,
      answers,
      events,
      restarted,
      read,
    },
  };
};

const unaltered = {
  sent: requests,
  answers: [fakeResponse(200, { number: 1 }), fakeResponse(200, { number: 2 }), refusal],
  events: [{ type: 'ADDED', object: { metadata: { name: 'one' } } }],
  restarted: ['restart'],
  read: { auditLog: ['{}'], sql: [{ n: 1 }], objectStore: ['PUT /one'], packages: ['GET /one'] },
};

const passing: Readonly<Record<string, Create>> = {
  'nothing is intercepted': () => ({}),
  'all passes through': () => ({
    intercept: (request, send) => send(request),
    interceptWatch: (event) => [event],
    taps: { auditLog: (lines) => lines, sql: (rows) => rows },
  }),
  'equal copies are passed on': () => ({
    intercept: async (request, send) => {
      const answer = await send({ ...request, headers: { ...request.headers } });
      return { ...answer, headers: { ...answer.headers } };
    },
    interceptWatch: (event) => [structuredClone(event)],
    taps: { sql: (rows) => rows.map((row) => ({ ...row })) },
  }),
  'the target is known, and left alone': ({ id, objectStore = '' }) => ({
    taps: { objectStore: (lines) => lines.filter((line) => line !== `${id} ${objectStore}`) },
  }),
  'the defect is for another replica': () => ({
    intercept: async (request, send, _surface, replica) => {
      const answer = await send(request);
      return replica === 0 ? fakeResponse(500, {}) : answer;
    },
  }),
};

const changing: Readonly<Record<string, Create>> = {
  'an answer is changed': () => ({ intercept: async (request, send) => ({ ...(await send(request)), status: 500 }) }),
  'an answer is written in another way': () => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      return { ...answer, body: JSON.stringify(JSON.parse(answer.body), undefined, 1) };
    },
  }),
  'the answer to a later request is changed': () => {
    let count = 0;
    return {
      intercept: async (request, send) => {
        const answer = await send(request);
        count += 1;
        return count === 2 ? fakeResponse(404, {}) : answer;
      },
    };
  },
  'a request is changed': () => ({ intercept: (request, send) => send({ ...request, target: '/others' }) }),
  'a header is left out': () => ({ intercept: (request, send) => send({ ...request, headers: {} }) }),
  'a request is not sent': () => ({ intercept: () => Promise.resolve(fakeResponse(200, { number: 1 })) }),
  'a request is sent twice': () => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      await send(request).catch(() => {});
      return answer;
    },
  }),
  'another request is sent after the answer': () => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      void setTimeout(10)
        .then(() => send({ ...request, method: 'DELETE' }))
        .catch(() => {});
      return answer;
    },
  }),
  'a request is sent late': () => ({
    intercept: async (request, send) => {
      await setTimeout(1);
      return send(request);
    },
  }),
  'an answer is returned late': () => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      await setTimeout(1);
      return answer;
    },
  }),
  'an answer is given before that of the target': () => ({
    intercept: async (request, send) => {
      void send(request).catch(() => {});
      return fakeResponse(200, { number: 1 });
    },
  }),
  'no answer is given at all': () => ({ intercept: () => new Promise(() => {}) }),
  'a request that gets no answer is answered': () => ({
    intercept: (request, send) => send(request).catch(() => fakeResponse(503, {})),
  }),
  'another error is thrown': () => ({
    intercept: (request, send) =>
      send(request).catch((cause: unknown) => {
        throw new Error('refused', { cause });
      }),
  }),
  'an error is thrown before anything is sent': () => ({
    intercept: () => {
      throw new Error('broken');
    },
  }),
  'a request is changed in place': () => ({
    intercept: (request, send) => {
      (request.headers as Record<string, string>)['accept'] = 'text/plain';
      return send(request);
    },
  }),
  'the bytes of a body are changed in place': () => ({
    intercept: (request, send) => {
      if (request.body instanceof Uint8Array) request.body[0] = 9;
      return send(request);
    },
  }),
  'an answer is changed in place': () => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      (answer as { status: number }).status = 500;
      return answer;
    },
  }),
  'an event is dropped': () => ({ interceptWatch: () => [] }),
  'an event is repeated': () => ({ interceptWatch: (event) => [event, event] }),
  'an event is changed in place': () => ({
    interceptWatch: (event) => {
      (event.object['metadata'] as Record<string, string>)['name'] = 'two';
      return [event];
    },
  }),
  'an order is not carried out': () => ({ interceptOrder: async () => {} }),
  'a line of a source is added': () => ({ taps: { auditLog: (lines) => [...lines, '{}'] } }),
  'an answer of SQL is changed': () => ({ taps: { sql: (rows) => rows.map(() => ({ n: 0 })) } }),
  'a source is changed in place': () => ({
    taps: {
      packages: (lines) => {
        (lines as string[]).pop();
        return lines;
      },
    },
  }),
  'the target is restarted': ({ restart }) => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      await restart();
      return answer;
    },
  }),
  'the database is used': ({ database }) => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      return database?.host === '' ? fakeResponse(500, {}) : answer;
    },
  }),
  'the object store is used': ({ objectStore = '' }) => ({
    intercept: async (request, send) => {
      const answer = await send(request);
      await fetch(objectStore, { method: 'PUT' });
      return answer;
    },
  }),
};

test.each(Object.entries(passing))('a mutant does not affect a control: %s', async (_, create) => {
  const { affected, control } = await controlBeside(create);
  expect(affected).toBe(false);
  expect(control).toEqual(unaltered);
});

test.each(Object.entries(changing))('a mutant affects a control, which goes on unaltered: %s', async (_, create) => {
  const { affected, control } = await controlBeside(create);
  expect(affected).toBe(true);
  expect(control).toEqual(unaltered);
});

// Why: a mutant about requests at the same time shows nothing to one that is fed them in turn.
test('requests at the same time are seen at the same time', async () => {
  const beside = async (together: boolean): Promise<number> => {
    let pending = 0;
    const { interception, affected } = shadowOf(() => ({
      intercept: async (request, send) => {
        pending += 1;
        const isAlone = pending === 1;
        const answer = await send(request);
        pending -= 1;
        return isAlone ? answer : fakeResponse(500, {});
      },
    }));
    const ask = () =>
      interception.intercept?.(
        { method: 'GET', target: '/pipelines', headers: {} },
        () => setTimeout(5, fakeResponse(200, {})),
        'rest',
      );
    if (together) await Promise.all([ask(), ask()]);
    else for (const one of [ask, ask]) await one();
    return affected().size;
  };
  expect(await beside(false)).toBe(0);
  expect(await beside(true)).toBe(1);
});

test('each mutant is seen for itself', async () => {
  const [one, other] = ['one', 'other'].map((name) => ({
    name,
    family: 'status' as const,
    defect: name,
    kills: [],
    aspects: {},
    create: (): Interception => ({
      intercept: async (request, send) => {
        const answer = await send(request);
        return name === 'one' ? fakeResponse(500, {}) : answer;
      },
    }),
  }));
  if (one === undefined || other === undefined) throw new Error('expected two mutants');
  const { interception: interceptionOn, affected } = shadowsOf([one, other]);
  const interception = interceptionOn(lent);
  for (const request of requests) await interception.intercept?.(request, async () => fakeResponse(200, {}), 'rest');
  expect([...affected()]).toEqual([one]);
});
