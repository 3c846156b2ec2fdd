/** What the person at the terminal can do something about: its message is complete and needs no stack trace. */
export class OperationError extends Error {
  override name = 'OperationError';
}
