import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { ruleTester } from '../rule-tester.js';

const OPENAI = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n`;
const ANTHROPIC = `import Anthropic from '@anthropic-ai/sdk';\nconst anthropic = new Anthropic();\n`;

ruleTester.run('require-body-cleanup: streams of events of a model', requireBodyCleanup, {
  valid: [
    {
      name: 'leaving the loop ends the response',
      code: `${OPENAI}export async function first(q) { const s = await openai.chat.completions.create({ ...q, stream: true }); for await (const part of s) return part; }`,
    },
    {
      name: 'an answer in one piece',
      code: `${OPENAI}export async function ask(q, ok) { const a = await openai.chat.completions.create({ messages: q }); if (!ok) return null; return a.choices; }`,
    },
    {
      name: 'aborted by its controller',
      code: `${ANTHROPIC}export async function ask(q, ok) { const s = await anthropic.messages.create({ ...q, stream: true }); if (!ok) { s.controller.abort(); return; } for await (const e of s) send(e); }`,
    },
    {
      name: 'a stream that reads by itself',
      code: `${ANTHROPIC}export async function ask(q, ok) { const s = anthropic.messages.stream(q); if (!ok) return null; return s.finalMessage(); }`,
    },
    {
      name: 'given to the caller',
      code: `${OPENAI}export async function ask(q) { const s = await openai.responses.create({ input: q, stream: true }); return s.toReadableStream(); }`,
    },
  ],
  invalid: [
    {
      name: 'left before it is read',
      code: `${OPENAI}export async function ask(q, ok) {
  const stream = await openai.chat.completions.create({ model: 'm', messages: q, stream: true });
  if (!ok) return null;
  for await (const part of stream) send(part);
}`,
      errors: [{ messageId: 'leftUnread', line: 4 }],
      output: `${OPENAI}export async function ask(q, ok) {
  const stream = await openai.chat.completions.create({ model: 'm', messages: q, stream: true });
  if (!ok) {
    stream.controller.abort();
    return null;
  }
  for await (const part of stream) send(part);
}`,
    },
    {
      name: 'of another library',
      code: `${ANTHROPIC}export async function ask(q, ok) {
  const events = await anthropic.messages.create({ max_tokens: 1, messages: q, stream: true });
  if (!ok) throw new Error('closed');
  for await (const event of events) send(event);
}`,
      errors: [{ messageId: 'leftUnread', line: 4 }],
      output: `${ANTHROPIC}export async function ask(q, ok) {
  const events = await anthropic.messages.create({ max_tokens: 1, messages: q, stream: true });
  if (!ok) {
    events.controller.abort();
    throw new Error('closed');
  }
  for await (const event of events) send(event);
}`,
    },
  ],
});
