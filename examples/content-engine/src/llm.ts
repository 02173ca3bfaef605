import { upstreams } from './config.js';
import { callWithRetry } from './http.js';

interface Completion {
  readonly text: string;
}

/** Writes an article for a prompt. */
export async function writeArticle(prompt: string): Promise<string> {
  const { text } = await callWithRetry<Completion>(`${upstreams.llm}/v1/complete`, { prompt, maxTokens: 400 });
  return text;
}
