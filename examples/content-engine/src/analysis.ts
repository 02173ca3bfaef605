import { upstreams } from './config.js';
import { callWithRetry } from './http.js';

/** How positive a text is, from -1 to 1. */
export async function sentimentOf(text: string): Promise<number> {
  const { score } = await callWithRetry<{ readonly score: number }>(`${upstreams.sentiment}/v1/score`, { text });
  return score;
}

/** What a text is about. */
export async function keywordsOf(text: string): Promise<readonly string[]> {
  const { keywords } = await callWithRetry<{ readonly keywords: readonly string[] }>(`${upstreams.keywords}/v1/extract`, { text });
  return keywords;
}
