import { Agent, request } from 'undici';

const upstream = process.env.UPSTREAM ?? 'http://127.0.0.1:8500';
const suppliers = {
  north: { agent: { keepAliveTimeout: 10_000 } },
  south: { agent: { keepAliveTimeout: 2_000 } },
};

export async function deliveryOf(name, article) {
  const supplier = suppliers[name];
  const dispatcher = new Agent(supplier.agent);
  const { body } = await request(`${upstream}/deliveries/${article}`, { dispatcher });
  return body.json();
}
