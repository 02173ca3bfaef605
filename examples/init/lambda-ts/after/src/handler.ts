import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { request } from 'undici';
import { dispatcher } from './clients.js';

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/prices/${event.rawPath}`, { dispatcher });
  return { statusCode: 200, body: await body.text() };
};
