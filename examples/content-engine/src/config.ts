/** Where the five APIs are; one host each in production, ports of one machine in development. */
export interface Upstreams {
  readonly llm: string;
  readonly images: string;
  readonly sentiment: string;
  readonly keywords: string;
  readonly publishing: string;
}

function upstream(name: string, fallback: string): string {
  return process.env[`CONTENT_${name}_URL`] ?? fallback;
}

export const upstreams: Upstreams = {
  llm: upstream('LLM', 'http://127.0.0.1:8401'),
  images: upstream('IMAGES', 'http://127.0.0.1:8402'),
  sentiment: upstream('SENTIMENT', 'http://127.0.0.1:8403'),
  keywords: upstream('KEYWORDS', 'http://127.0.0.1:8404'),
  publishing: upstream('PUBLISHING', 'http://127.0.0.1:8405'),
};

/** Prompts that are worked on at the same time. */
export const concurrency = Number(process.env['CONTENT_CONCURRENCY'] ?? 10);
