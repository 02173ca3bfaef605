/**
 * A function that computes its answer once for each object. What else it is given must depend on that object alone (the
 * file of a node). Entries go with the object, so that nothing of a file outlives its tree.
 */
export function memoized<Owner extends object, Rest extends readonly unknown[], Result>(
  compute: (owner: Owner, ...rest: Rest) => Result,
): (owner: Owner, ...rest: Rest) => Result {
  const answers = new WeakMap<Owner, Result>();
  return (owner, ...rest) => {
    const known = answers.get(owner);
    // `undefined` may be the answer.
    if (known !== undefined || answers.has(owner)) return known as Result;
    const answer = compute(owner, ...rest);
    answers.set(owner, answer);
    return answer;
  };
}

/** A function that computes its answer once for each file, whoever views it. */
export function perFile<View extends { readonly ast: object }, Result>(
  compute: (file: View) => Result,
): (file: View) => Result {
  const answerOf = memoized((_ast: object, file: View) => compute(file));
  return (file) => answerOf(file.ast, file);
}
