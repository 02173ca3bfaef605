import { run } from './pipeline.js';
import { prompts } from './prompts.js';

const { published, failed } = await run(prompts);
console.log(`${String(published)} articles published, ${String(failed)} failed`);
