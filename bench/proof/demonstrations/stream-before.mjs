/**
 * @param {import("node:http").IncomingMessage} _req
 * @param {import("node:http").ServerResponse} res
 */
export async function handler(_req, res) {
  const upstream = await fetch(process.env['UPSTREAM'] ?? '');
  for await (const chunk of upstream.body ?? []) res.write(chunk);
  res.end();
}
