import { noAbandonedUpstream } from '../../src/rules/no-abandoned-upstream.js';
import { ruleTester } from '../rule-tester.js';

const OPENAI = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n`;
const ASK = `openai.chat.completions.create({ model: 'm', messages: [], stream: true })`;

/** A route that answers with a stream of its own making. */
function route(before: string, source: string): string {
  return `${OPENAI}export async function POST(request) { ${before} const stream = new ReadableStream(${source}); return new Response(stream); }`;
}

const LOOP = `async start(controller) { for await (const chunk of answer) controller.enqueue(chunk.id); controller.close(); }`;
const ANSWER = `const answer = await ${ASK};`;

ruleTester.run('no-abandoned-upstream: streams of a handler', noAbandonedUpstream, {
  valid: Object.entries({
    'cancel ends it': route(ANSWER, `{ ${LOOP}, cancel() { answer.controller.abort(); } }`),
    'cancel hands it on': route(ANSWER, `{ ${LOOP}, cancel: stop }`),
    'cancel tells others': route(ANSWER, `{ ${LOOP}, cancel() { left = true; } }`),
    'the signal of the request': route(
      `const answer = await openai.chat.completions.create({ model: 'm', stream: true }, { signal: request.signal });`,
      `{ ${LOOP} }`,
    ),
    'a source of which nothing is known': route(ANSWER, `{ ...source, ${LOOP} }`),
    'a stream that is no answer': `${OPENAI}export async function POST(request) { ${ANSWER} await save(new ReadableStream({ ${LOOP} })); return new Response('ok'); }`,
    'a function without a client': `${OPENAI}export async function answerOf(prompt) { ${ANSWER} return new Response(new ReadableStream({ ${LOOP} })); }`,
    'parts of the own making': route('', `{ start(controller) { controller.enqueue('x'); controller.close(); } }`),
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries({
      'a loop': route(ANSWER, `{ ${LOOP} }`),
      'asked in the source': route(
        '',
        `{ async start(controller) { ${ANSWER} for await (const chunk of answer) controller.enqueue(chunk.id); } }`,
      ),
      'cancel that ends nothing': route(ANSWER, `{ ${LOOP}, cancel() {} }`),
      'cancel that only says so': route(ANSWER, `{ ${LOOP}, cancel() { console.log('left'); } }`),
      'in the answer itself': `${OPENAI}export async function POST(request) { ${ANSWER} return new Response(new ReadableStream({ ${LOOP} })); }`,
      'in Hono': `${OPENAI}app.post('/chat', async (c) => { ${ANSWER} return c.body(new ReadableStream({ ${LOOP} })); });`,
    }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'untilNext' as const }] })),
    ...Object.entries({
      'a failure that is caught': route(
        ANSWER,
        `{ async start(controller) { for await (const chunk of answer) { try { controller.enqueue(chunk.id); } catch {} } } }`,
      ),
      'part by part': route(
        `${ANSWER} const iterator = answer[Symbol.asyncIterator]();`,
        `{ async pull(controller) { const { value, done } = await iterator.next(); if (done) controller.close(); else controller.enqueue(value); } }`,
      ),
      'a reader': route(
        `const upstream = await fetch('https://logs.example/tail'); const reader = upstream.body.getReader();`,
        `{ async start(controller) { while (true) { const { done, value } = await reader.read(); if (done) break; controller.enqueue(value); } controller.close(); } }`,
      ),
    }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'sourceGoesOn' as const }] })),
  ],
});

const WAIT = `openai.chat.completions.create({ model: 'm', messages: [] })`;
ruleTester.run(
  'no-abandoned-upstream: models that a handler waits for, and whose answer it returns',
  noAbandonedUpstream,
  {
    valid: Object.entries({
      'an answer that is kept': `import { Hono } from 'hono'; ${OPENAI}new Hono().post('/x', async (c) => { const answer = await ${WAIT}; await save(answer); return c.json(answer); });`,
      'the signal of its client': `import { Hono } from 'hono'; ${OPENAI}new Hono().post('/x', async (c) => { const answer = await openai.chat.completions.create({ model: 'm' }, { signal: c.req.raw.signal }); return c.json(answer); });`,
      'a function that gets data called request': `${OPENAI}export async function summarize(request) { const answer = await ${WAIT}; return answer.choices[0]; }`,
      'code of a platform that ends it': `import { Hono } from 'hono'; ${OPENAI}const app = new Hono<{ Bindings: Env }>(); app.post('/x', async (c) => { const answer = await ${WAIT}; return c.json(answer); }); export default app;`,
    }).map(([name, code]) => ({ name, code })),
    invalid: [
      ...Object.entries({
        'a handler of Hono': `import { Hono } from 'hono'; ${OPENAI}new Hono().post('/x', async (c) => { const answer = await ${WAIT}; return c.json({ text: answer.choices[0].message.content }); });`,
        'an answer that is looked at': `import { Hono } from 'hono'; ${OPENAI}new Hono().post('/x', async (c) => { const answer = await ${WAIT}; const text = answer.choices[0]?.message.content; if (!text) return c.json({}, 502); logger.info(text); return c.text(text); });`,
        'a route of Next.js': `import { NextResponse } from 'next/server'; import { generateText } from 'ai'; export async function POST(request) { const { text } = await generateText({ model, prompt: 'x' }); return NextResponse.json({ text }); }`,
      }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'modelGoesOn' as const }] })),
      {
        name: 'a handler of Fastify',
        code: `import Fastify from 'fastify'; ${OPENAI}const app = Fastify(); app.post('/x', async (request) => { const answer = await ${WAIT}; return { text: answer.choices[0] }; });`,
        errors: [{ messageId: 'goesOn' }],
      },
      {
        name: 'the path of a route',
        code: `import { app } from './app.js'; ${OPENAI}app.post('/x', async (request) => { const answer = await ${WAIT}; return { text: answer.choices[0] }; });`,
        errors: [{ messageId: 'goesOn' }],
      },
    ],
  },
);

ruleTester.run('no-abandoned-upstream: a link that ends in a finally', noAbandonedUpstream, {
  valid: [],
  invalid: [
    {
      code: `export async function relay(req, res) {
        const controller = new AbortController();
        const stop = () => controller.abort();
        res.on('close', stop);
        let upstream;
        try { upstream = await fetch('https://a.example/x', { signal: controller.signal }); } finally { res.off('close', stop); }
        for await (const chunk of upstream.body) res.write(chunk);
      }`,
      errors: [{ messageId: 'takenDown' }],
    },
  ],
});
