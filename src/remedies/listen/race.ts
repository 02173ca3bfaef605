import { isWithin, propertyName, unwrap } from '../../ast/nodes.js';
import type { UncancelledRace } from '../../analysis/events/races.js';
import type { FileView } from '../../ast/file-view.js';
import type { Edits } from '../../fix/edits.js';

const REFUSED: Edits = { refused: 'the race is more than a request and a timer' };

/**
 * `Promise.race([fetch(url), timer])` as `fetch(url, { signal: AbortSignal.timeout(ms) })`, where that is all there is.
 */
export function limitInsteadOfRace(file: FileView, { node, timer, time, request }: UncancelledRace): Edits {
  const [list] = node.arguments;
  if (!request || !time || request.library.name !== 'global' || list?.type !== 'ArrayExpression') return REFUSED;
  const { elements } = list;
  const own = elements.find((element) => element && unwrap(element) === request.node);
  const other = elements.find((element) => element && element !== own);
  if (elements.length !== 2 || !own || !other || !isWithin(timer, other)) return REFUSED;
  if (file.sourceCode.getCommentsInside(node).length > file.sourceCode.getCommentsInside(own).length) return REFUSED;
  const [address, options, ...rest] = request.node.arguments;
  if (!address || rest.length > 0 || address.type === 'SpreadElement') return REFUSED;
  const signal = `signal: AbortSignal.timeout(${file.getText(time)})`;
  const [start, end] = node.range;
  const call = file.getText(request.node);
  if (!options) return [{ range: [start, end], text: `${call.slice(0, call.lastIndexOf(')'))}, { ${signal} })` }];
  if (options.type !== 'ObjectExpression') return REFUSED;
  const last = options.properties.at(-1);
  if (!last || options.properties.some((each) => each.type === 'Property' && propertyName(each) === 'signal'))
    return REFUSED;
  const at = last.range[1] - request.node.range[0];
  return [{ range: [start, end], text: `${call.slice(0, at)}, ${signal}${call.slice(at)}` }];
}
