import { clientParameters } from '../../catalog/conventions/client-parameters.js';

const WORDS = new RegExp(clientParameters.join('|'), 'i');
const RETURNED = /(?:\breturn|=>)\s+([A-Za-z_$][\w$]*)\s*(?:[;\n}),]|$)/g;
const GENERIC = /<\s*(?:const\s+)?([A-Za-z]\w*)\b[^<>()]{0,200}>\s*\(\s*[\w$]+\s*:\s*([A-Za-z]\w*)/g;

/** Whether a text may have a function that returns a client which it is given. */
export function mayPass(text: string): boolean {
  for (const [, name = ''] of text.matchAll(RETURNED)) if (WORDS.test(name)) return true;
  for (const [, type, parameter] of text.matchAll(GENERIC)) if (type === parameter) return true;
  return false;
}

/** Whether a file does nothing but hand on what other files export, so that it is no step on the way to them. */
export function isBarrel(text: string): boolean {
  return /\bexport\b/.test(text) && !/\bfunction\b|=>|\bclass\b|\bnew\b|\brequire\s*\(/.test(text);
}
