/** Waits no longer for anything: a person looks at the screen. */
export const patienceMs = 5000;
