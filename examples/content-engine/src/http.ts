import { Agent, request } from 'undici';

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly url: string,
    readonly status: number,
  ) {
    super(`${url} answered ${String(status)}`);
  }
}

/** Posts JSON to one of the APIs and returns its JSON answer. */
export async function callApi<Answer>(url: string, payload: unknown): Promise<Answer> {
  const dispatcher = new Agent();
  const { statusCode, body } = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  if (statusCode !== 200) throw new ApiError(url, statusCode);
  return (await body.json()) as Answer;
}

/** Calls again where an API says that it is too busy, up to three times. */
export async function callWithRetry<Answer>(url: string, payload: unknown): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await callApi<Answer>(url, payload);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429 || attempt === 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}
