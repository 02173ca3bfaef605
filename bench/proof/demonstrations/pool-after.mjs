import { Pool } from 'pg';

const pool = new Pool({ host: '127.0.0.1', port: Number(process.env['PORT']), max: 2 });
pool.on('error', (error) => console.error('a connection of pg failed', error.message));
const client = await pool.connect();
client.release();
console.log('ready');
setTimeout(() => console.log('alive'), 500);
setTimeout(() => process.exit(0), 600);
