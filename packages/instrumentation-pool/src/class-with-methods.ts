/** Whether `value` is a class whose instances have all of `methods`: told by shape, so that subclasses and bundled copies are known too. */
export function isClassWithMethods(
  value: unknown,
  methods: readonly string[],
): value is { prototype: object } {
  if (typeof value !== "function" || typeof value.prototype !== "object") return false;
  const prototype = value.prototype as Record<string, unknown> | null;
  return prototype !== null && methods.every((name) => typeof prototype[name] === "function");
}
