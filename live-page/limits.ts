/** Tries to sign in, or to acknowledge, of one address in a minute. */
export const attemptsPerMinute = 20;
/** What a name and a note may hold. */
export const nameLimit = 80;
export const noteLimit = 500;
