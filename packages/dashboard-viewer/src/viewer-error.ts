/** A failure that the caller can act on; the message says how. */
export class ViewerError extends Error {
  override readonly name = "ViewerError";
  readonly code: "PLIMSOLL_WRONG_USE" | "PLIMSOLL_VIEWER_NOT_BUILT" | "PLIMSOLL_PORT_TAKEN";

  constructor(code: ViewerError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
