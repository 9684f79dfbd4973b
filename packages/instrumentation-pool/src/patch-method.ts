type Method = (this: object, ...args: unknown[]) => unknown;

// A global symbol, so that a second copy of this package in the process does not count everything twice.
const PATCHED = Symbol.for("@plimsoll/instrumentation-pool.patched");

/**
 * Replaces the method `name` on the object of `target`'s prototype chain that owns it, once for good.
 * The property keeps its flags and the function its length; the replacement is to have the original's name.
 * Returns false when there is no such method.
 */
export function patchMethod(
  target: object,
  name: string,
  replace: (original: Method) => Method,
): boolean {
  const owner = ownerOf(target, name);
  const descriptor = owner && Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = descriptor?.value;
  if (owner === undefined || descriptor === undefined || typeof original !== "function")
    return false;
  const patched = patchedNames(owner);
  if (patched.has(name)) return true;
  const replacement = replace(original as Method);
  Object.defineProperty(replacement, "length", { value: original.length, configurable: true });
  Object.defineProperty(owner, name, { ...descriptor, value: replacement });
  patched.add(name);
  return true;
}

function ownerOf(target: object, name: string): object | undefined {
  let owner: object | null = target;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner ?? undefined;
}

function patchedNames(owner: object): Set<string> {
  const marked = owner as { [PATCHED]?: Set<string> };
  if (!Object.hasOwn(owner, PATCHED))
    Object.defineProperty(owner, PATCHED, { value: new Set<string>() });
  return marked[PATCHED] as Set<string>;
}
