/** What was asked on the command line cannot be done; the message says what would be. */
export class BadUsage extends Error {
  override name = 'BadUsage';
}
