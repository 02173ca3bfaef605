import { escapeRegExp, wholeName } from '../../names/conventions.js';

/** What other files may name to close a client that instances of a class keep. */
interface Named {
  /** Fields that hold it. */
  readonly fields: readonly string[];
  readonly methods: readonly string[];
  /** Methods and accessors of the instances that hand it out. */
  readonly givers: readonly string[];
}

/**
 * Tells whether the text of a file closes what a field of such a name holds, or something while it asks for what hands
 * the field out. Instances are not followed: names are evidence enough for silence.
 */
export function fieldClosing({ fields, methods, givers }: Named): (text: string) => boolean {
  const field = fields.map(escapeRegExp).join('|');
  const method = methods.map(escapeRegExp).join('|');
  const member = `\\.(?:${field})(?![\\w$])`;
  const close = `${member}\\s*!?\\s*\\??\\.\\s*(?:${method})(?![\\w$])`;
  const ofOther = new RegExp(`(?<!\\bthis)${close}`);
  const ofThis = new RegExp(`\\bthis${close}`);
  // A class has such a field of its own, unless it inherits it, or takes it out of an instance.
  const comesFromOther = new RegExp(
    `\\bextends\\b|(?<!\\bthis)${member}|\\{[^{}]*(?<![\\w$.])(?:${field})(?![\\w$])[^{}]*\\}\\s*=`,
  );
  const asks = new RegExp(givers.map((giver) => `\\.\\s*${wholeName(giver)}`).join('|'));
  const ends = new RegExp(`\\.\\s*(?:${method})\\s*(?:\\?\\.\\s*)?\\(`);
  return (text) =>
    ofOther.test(text) ||
    (ofThis.test(text) && comesFromOther.test(text)) ||
    (givers.length > 0 && asks.test(text) && ends.test(text));
}
