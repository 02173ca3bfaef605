/**
 * @param {import("node:http").IncomingMessage} _req
 * @param {import("node:http").ServerResponse} res
 */
export async function handler(_req, res) {
  const controller = new AbortController();
  res.on('close', () => controller.abort());
  const upstream = await fetch(process.env['UPSTREAM'] ?? '', { signal: controller.signal });
  for await (const chunk of upstream.body ?? []) res.write(chunk);
  res.end();
}
