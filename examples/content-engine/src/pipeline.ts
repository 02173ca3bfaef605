import { keywordsOf, sentimentOf } from './analysis.js';
import { concurrency } from './config.js';
import { drawPicture, type Picture } from './images.js';
import { writeArticle } from './llm.js';
import { publish } from './publish.js';

export interface Article {
  readonly prompt: string;
  readonly text: string;
  readonly picture: Picture;
  readonly sentiment: number;
  readonly keywords: readonly string[];
}

export interface Summary {
  published: number;
  failed: number;
}

async function makeArticle(prompt: string): Promise<Article> {
  const [text, picture] = await Promise.all([writeArticle(prompt), drawPicture(prompt)]);
  const [sentiment, keywords] = await Promise.all([sentimentOf(text), keywordsOf(text)]);
  return { prompt, text, picture, sentiment, keywords };
}

/** Makes and publishes an article for each prompt, several at a time. */
export async function run(prompts: readonly string[]): Promise<Summary> {
  const summary: Summary = { published: 0, failed: 0 };
  const queue = [...prompts];
  async function work(): Promise<void> {
    for (let prompt = queue.shift(); prompt !== undefined; prompt = queue.shift()) {
      try {
        const published = await publish(await makeArticle(prompt));
        summary[published ? 'published' : 'failed']++;
      } catch (error) {
        summary.failed++;
        console.error(`${prompt}: ${String(error)}`);
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return summary;
}
