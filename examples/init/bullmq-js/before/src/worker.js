import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Agent, request } from 'undici';

const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6379) };

const worker = new Worker(
  'mails',
  async (job) => {
    const redis = new Redis(process.env.REDIS_URL);
    const { body } = await request(`${process.env.UPSTREAM}/mails/${job.data.id}`, { dispatcher: new Agent() });
    await body.dump();
    await redis.incr('sent');
  },
  { connection },
);

worker.on('error', (error) => {
  console.error(error);
});
