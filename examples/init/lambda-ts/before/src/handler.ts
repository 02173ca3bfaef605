import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { Agent, request } from 'undici';

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const dispatcher = new Agent();
  const { body } = await request(`${process.env['UPSTREAM'] ?? ''}/prices/${event.rawPath}`, { dispatcher });
  return { statusCode: 200, body: await body.text() };
};
