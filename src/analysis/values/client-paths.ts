/** Stands in a path for "held inside an owner": no member access leads to the client any more. */
export const HELD = '\0held';
/** Stands in a path for "held inside an instance of a class that may close it". */
export const OWNED = '\0owned';
/** Stands in a path for any element of a container. */
export const ELEMENT = '*';
