import { upstreams } from './config.js';
import { ApiError, callWithRetry } from './http.js';

export interface Picture {
  readonly url: string;
  readonly bytes: number;
}

/** The largest picture that the publishing API takes. */
const MAX_BYTES = 2_000_000;

/** Draws a picture for a prompt and measures it. */
export async function drawPicture(prompt: string): Promise<Picture> {
  const { url } = await callWithRetry<{ readonly url: string }>(`${upstreams.images}/v1/draw`, { prompt });
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new ApiError(url, response.status);
  const reader = response.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`The picture at ${url} has more than ${String(MAX_BYTES)} bytes`);
  }
  return { url, bytes };
}
