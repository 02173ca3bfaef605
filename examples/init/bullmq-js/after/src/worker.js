import { Worker } from 'bullmq';
import { request } from 'undici';
import { closeOnSignal } from './shutdown.js';
import { redis, dispatcher } from './clients.js';

const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6379) };

const worker = new Worker(
  'mails',
  async (job) => {
    const { body } = await request(`${process.env.UPSTREAM}/mails/${job.data.id}`, { dispatcher });
    await body.dump();
    await redis.incr('sent');
  },
  { connection },
);
closeOnSignal(worker);

worker.on('error', (error) => {
  console.error(error);
});
