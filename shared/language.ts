/** The languages of everything that people other than IT read. French comes first: it is spoken at most sites. */
export const languages = ['fr', 'en', 'de', 'it', 'nl'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);
