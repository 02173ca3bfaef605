import { noAbandonedUpstream } from '../../src/rules/no-abandoned-upstream.js';
import { ruleTester } from '../rule-tester.js';

const download = (down: string, behind = ''): string => `
  import { Readable } from 'node:stream';
  export async function download(req, res) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    res.on('close', stop);
    const upstream = await fetch('https://files.example/report', { signal: controller.signal });
    ${down}
    Readable.fromWeb(upstream.body).pipe(res);
    ${behind}
  }
`;

ruleTester.run('no-abandoned-upstream: a link that ends too early', noAbandonedUpstream, {
  valid: [
    { name: 'kept', code: download('') },
    { name: 'taken down behind the body', code: download('', `res.off('finish', stop);`) },
    {
      name: 'another one in its place',
      code: download(`res.off('close', stop); res.on('close', () => upstream.body.cancel());`),
    },
    { name: 'another listener', code: download(`res.off('drain', stop);`) },
    { name: 'taken down when something happens', code: download(`upstream.done(() => res.off('close', stop));`) },
  ],
  invalid: [
    { name: 'off', code: download(`res.off('close', stop);`), errors: [{ messageId: 'takenDown' }] },
    {
      name: 'removeListener',
      code: download(`res.removeListener('close', stop);`),
      errors: [{ messageId: 'takenDown' }],
    },
  ],
});

ruleTester.run('no-abandoned-upstream', noAbandonedUpstream, {
  valid: Object.entries({
    'a controller that the end of the response aborts': `
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export async function chat(req, res) {
        const controller = new AbortController();
        res.on('close', () => controller.abort());
        const stream = await openai.chat.completions.create({ model: 'm', messages: [], stream: true }, { signal: controller.signal });
        for await (const chunk of stream) res.write(JSON.stringify(chunk));
        res.end();
      }
    `,
    'a pipeline destroys both': `
      import { pipeline } from 'node:stream/promises';
      export async function download(req, res) { const upstream = await fetch('https://files.example/x'); await pipeline(upstream.body, res); }
    `,
    'a look whether the client is there': `
      export async function download(req, res) { const upstream = await fetch('https://files.example/x'); for await (const chunk of upstream.body) { if (res.destroyed) break; res.write(chunk); } }
    `,
    'a whole answer': `
      import axios from 'axios';
      export async function user(req, res) { const { data } = await axios.get('https://api.example/x'); res.json(data); }
    `,
    'a stream that goes nowhere near the client': `
      import axios from 'axios';
      import { createWriteStream } from 'node:fs';
      export async function save(req, res) { const { data } = await axios.get('https://api.example/x', { responseType: 'stream' }); data.pipe(createWriteStream('x')); res.end(); }
    `,
    'what is piped is a file': `
      import { createReadStream } from 'node:fs';
      export function file(req, res) { fetch('https://log.example').catch(() => {}); createReadStream('x').pipe(res); }
    `,
    'the platform cancels the body of a Response': `
      export async function GET(request) { const upstream = await fetch('https://files.example/x'); return new Response(upstream.body); }
    `,
    'a stream that is kept in Koa': `
      import { PassThrough } from 'node:stream';
      export async function copy(ctx) { const log = new PassThrough(); const upstream = await fetch('https://a.example/x'); ctx.body = 'ok'; for await (const chunk of upstream.body) log.write(chunk); }
    `,
    'a listener that ends it': `
      import Anthropic from '@anthropic-ai/sdk';
      const anthropic = new Anthropic();
      export function chat(req, res) { const stream = anthropic.messages.stream({ model: 'm', messages: [] }); stream.on('text', (text) => res.write(text)); res.on('close', () => stream.abort()); }
    `,
    'an answer of a model that is kept': `
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export async function chat(req, res) { const answer = await openai.chat.completions.create({ model: 'm', messages: [] }); await save(answer); res.json(answer); }
    `,
    'an answer of a model with a signal': `
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export async function chat(req, res) { const controller = new AbortController(); res.on('close', () => controller.abort()); res.json(await openai.chat.completions.create({ model: 'm', messages: [] }, { signal: controller.signal })); }
    `,
    'an answer of a model outside of handlers': `
      import { generateText } from 'ai';
      export async function title(text) { const { text: title } = await generateText({ model: 'm', prompt: text }); return title; }
    `,
    'no handler': `
      export async function copy(from, to) { const upstream = await fetch(from); for await (const chunk of upstream.body) to.write(chunk); }
    `,
    'Hono with onAbort': `
      import { streamSSE } from 'hono/streaming';
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export const chat = (c) => streamSSE(c, async (stream) => {
        const answer = await openai.chat.completions.create({ model: 'm', messages: [], stream: true });
        stream.onAbort(() => answer.controller.abort());
        for await (const chunk of answer) await stream.writeSSE({ data: JSON.stringify(chunk) });
      });
    `,
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'a model': `
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export async function chat(req, res) {
        const stream = await openai.chat.completions.create({ model: 'm', messages: [], stream: true });
        for await (const chunk of stream) res.write(JSON.stringify(chunk));
        res.end();
      }
    `,
    'another model, in Fastify': `
      import Anthropic from '@anthropic-ai/sdk';
      import Fastify from 'fastify';
      const anthropic = new Anthropic();
      const app = Fastify();
      app.post('/chat', async (request, reply) => {
        const stream = anthropic.messages.stream({ model: 'm', max_tokens: 10, messages: [] });
        for await (const event of stream) reply.raw.write(JSON.stringify(event));
        reply.raw.end();
      });
    `,
    'a model in Hono': `
      import { streamSSE } from 'hono/streaming';
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export const chat = (c) => streamSSE(c, async (stream) => {
        const answer = await openai.chat.completions.create({ model: 'm', messages: [], stream: true });
        for await (const chunk of answer) await stream.writeSSE({ data: JSON.stringify(chunk) });
      });
    `,
    'a limit of time alone': `
      export async function proxy(req, res) { const upstream = await fetch('https://files.example/x', { signal: AbortSignal.timeout(600_000) }); for await (const chunk of upstream.body) res.write(chunk); res.end(); }
    `,
    'a model with listeners': `
      import Anthropic from '@anthropic-ai/sdk';
      const anthropic = new Anthropic();
      export function chat(req, res) { const stream = anthropic.messages.stream({ model: 'm', messages: [] }); stream.on('text', (text) => res.write(text)); stream.on('end', () => res.end()); }
    `,
    'a model of LangChain': `
      import { ChatOpenAI } from '@langchain/openai';
      const model = new ChatOpenAI({ model: 'm' });
      export async function chat(req, res) { const stream = await model.stream(req.body.prompt); for await (const chunk of stream) res.write(chunk.content); res.end(); }
    `,
    'a model of Google': `
      import { GoogleGenerativeAI } from '@google/generative-ai';
      const model = new GoogleGenerativeAI(key).getGenerativeModel({ model: 'm' });
      export async function chat(req, res) { const { stream } = await model.generateContentStream(req.body.prompt); for await (const chunk of stream) res.write(chunk.text()); res.end(); }
    `,
    'Koa, through a stream that is its body': `
      import OpenAI from 'openai';
      import { PassThrough } from 'node:stream';
      const openai = new OpenAI();
      app.use(async (ctx) => { const out = new PassThrough(); ctx.body = out; const stream = await openai.chat.completions.create({ model: 'm', messages: [], stream: true }); for await (const chunk of stream) out.write(chunk.id); out.end(); });
    `,
    'a model that is waited for': `
      import OpenAI from 'openai';
      const openai = new OpenAI();
      export async function chat(req, res) { const completion = await openai.chat.completions.create({ model: 'm', messages: req.body }); const text = completion.choices[0].message.content; res.json({ text }); }
    `,
    'the AI SDK, waited for': `
      import { generateText } from 'ai';
      export async function chat(req, res) { const { text } = await generateText({ model: 'm', prompt: req.body.prompt }); return res.status(200).json({ text }); }
    `,
    'a proxy over http': `
      const http = require('http');
      const https = require('https');
      http.createServer((req, res) => { https.get('https://files.example' + req.url, (upstream) => { res.writeHead(upstream.statusCode); upstream.pipe(res); }).on('error', () => res.end()); });
    `,
    'an export over axios': `
      import axios from 'axios';
      import express from 'express';
      const app = express();
      app.get('/export', async (req, res) => { const response = await axios({ url: 'https://api.example/export', responseType: 'stream' }); response.data.pipe(res); });
    `,
    'a converted body': `
      import { Readable } from 'node:stream';
      export async function download(req, res) { const upstream = await fetch('https://files.example/x'); Readable.fromWeb(upstream.body).pipe(res); }
    `,
    'a reader': `
      export async function download(req, res) {
        const upstream = await fetch('https://files.example/x');
        const reader = upstream.body.getReader();
        while (true) { const { done, value } = await reader.read(); if (done) break; res.write(value); }
        res.end();
      }
    `,
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'goesOn' as const }] })),
});

const AI = `import { streamText } from 'ai';\n`;
ruleTester.run('no-abandoned-upstream: models whose stream is returned', noAbandonedUpstream, {
  valid: Object.entries({
    'the signal of the request': `export async function POST(request) { return streamText({ model, abortSignal: request.signal }).toDataStreamResponse(); }`,
    'options that the file does not show': `export async function POST(request) { return streamText({ model, ...options }).toDataStreamResponse(); }`,
    'an answer that is kept': `export async function POST(request) { const result = streamText({ model, onFinish: save }); return result.toDataStreamResponse(); }`,
    'an answer that is read to its end': `export async function POST(request) { const result = streamText({ model }); result.consumeStream(); return result.toDataStreamResponse(); }`,
    'a function without a client': `export function answer(messages) { return streamText({ model, messages }).toDataStreamResponse(); }`,
    'a function of the project': `import { streamText as ask } from './ai'; export async function POST(request) { return ask({ model }).toDataStreamResponse(); }`,
  }).map(([name, code]) => ({ name, code: AI + code })),
  invalid: Object.entries({
    'a route of Next.js': `export async function POST(req) { const { messages } = await req.json(); const result = await streamText({ model, messages }); return result.toDataStreamResponse(); }`,
    'a handler of Hono': `app.post('/chat', async (c) => { const result = streamText({ model }); return result.toTextStreamResponse(); });`,
    'an action of React Router': `export async function action({ request }) { return streamText({ model }).toUIMessageStreamResponse(); }`,
  }).map(([name, code]) => ({ name, code: AI + code, errors: [{ messageId: 'modelGoesOn' as const }] })),
});

ruleTester.run('no-abandoned-upstream: models that write to a response themselves', noAbandonedUpstream, {
  valid: [
    `${AI}export function chat(req, res) { const c = new AbortController(); res.on('close', () => c.abort()); streamText({ model, abortSignal: c.signal }).pipeTextStreamToResponse(res); }`,
  ],
  invalid: [
    {
      code: `${AI}export function chat(req, res) { const result = streamText({ model }); result.pipeTextStreamToResponse(res); }`,
      errors: [{ messageId: 'goesOn' }],
    },
  ],
});

const timed = (options: string, more = ''): string =>
  `export async function proxy(req, res) { const c = new AbortController(); const timer = setTimeout(() => c.abort(), 60_000); ${more} const up = await fetch('https://files.example/x', { ${options} }); clearTimeout(timer); for await (const part of up.body) res.write(part); res.end(); }`;

ruleTester.run('no-abandoned-upstream: controllers that are limits of time', noAbandonedUpstream, {
  valid: [
    { name: 'aborted by the client as well', code: timed('signal: c.signal', `res.on('close', () => c.abort());`) },
    { name: 'given to others', code: timed('signal: c.signal', `watch(c);`) },
  ],
  invalid: [{ name: 'only by a timer', code: timed('signal: c.signal'), errors: [{ messageId: 'goesOn' }] }],
});

ruleTester.run('no-abandoned-upstream: responses by other ways', noAbandonedUpstream, {
  valid: [
    {
      name: 'a signal in Koa',
      code: `export async function tail(ctx) { const c = new AbortController(); ctx.req.on('close', () => c.abort()); const up = await fetch('https://a.example', { signal: c.signal }); for await (const part of up.body) ctx.res.write(part); ctx.res.end(); }`,
    },
  ],
  invalid: [
    {
      name: 'the response behind the context of Koa',
      code: `export async function tail(ctx) { ctx.respond = false; const up = await fetch('https://a.example'); for await (const part of up.body) ctx.res.write(part); ctx.res.end(); }`,
      errors: [{ messageId: 'goesOn' }],
    },
    {
      name: 'a response that Nest injects',
      code: `import axios from 'axios'; export class Files { constructor(private readonly log: Log) {} async get(@Param('id') id: string, @Res() reply: Response) { const up = await axios.get('https://a.example/' + id, { responseType: 'stream' }); up.data.pipe(reply); } }`,
      errors: [{ messageId: 'goesOn' }],
    },
  ],
});
