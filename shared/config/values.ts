import { readFileSync } from 'node:fs';
import { z } from 'zod';

const secrets = z.registry<{ secret: true }>();
/** Marks a variable that may also be given as `NAME_FILE`. */
export const secret = <T extends z.ZodType>(schema: T): T => {
  secrets.add(schema, { secret: true });
  return schema;
};
/** Whether a variable may be given as `NAME_FILE`. */
export const isSecret = (schema: z.ZodType): boolean => secrets.has(schema);

/** Any text that is not empty. */
export const text = () => z.string().max(4096, 'is longer than 4,096 characters');

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: (issue) => `'${String(issue.input)}' is not one of ${values.join(', ')}` });

/** A whole number within limits. */
export const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(z.number().min(min, message).max(max, message));
};

/** A positive number of seconds, fractions allowed. */
export const seconds = () => decimal('must be a positive number of seconds', (value) => value > 0);

export const decimal = (message: string, allowed: (value: number) => boolean) =>
  z
    .string()
    .regex(/^[+-]?(\d+\.?\d*|\.\d+)$/, message)
    .transform(Number)
    .refine((value) => Number.isFinite(value) && allowed(value), message);

export const url = (...schemes: readonly string[]) =>
  z.string().refine((value) => isUrl(value, schemes), `must be a URL that begins with ${schemes.join(' or ')}`);

/** Several URLs, comma-separated: the further ones are tried when the first does not answer. */
export const urls = (...schemes: readonly string[]) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine(
      (values) => values.every((value) => isUrl(value, schemes)),
      `must be one or several URLs, comma-separated, that begin with ${schemes.join(' or ')}`,
    );

const isUrl = (value: string, schemes: readonly string[]): boolean =>
  URL.canParse(value) && schemes.some((scheme) => value.startsWith(scheme)) && new URL(value).hostname !== '';

/** `name=number` pairs, comma-separated: `air-1=6,air-2=5.5`. */
export const perDevice = (message: string, allowed: (value: number) => boolean) =>
  z.string().transform((value, context) => {
    const pairs = new Map<string, number>();
    for (const part of value.split(',')) {
      const at = part.lastIndexOf('=');
      const device = part.slice(0, at).trim();
      const number = Number(part.slice(at + 1).trim() || Number.NaN);
      if (at < 1 || device === '' || !Number.isFinite(number) || !allowed(number)) {
        context.addIssue({ code: 'custom', message: `'${part.trim()}' ${message}` });
        return z.NEVER;
      }
      pairs.set(device, number);
    }
    return pairs;
  });

/** An existing file, read at start: a certificate authority. */
export const readableFile = () =>
  z.string().transform((path, context) => {
    try {
      return readFileSync(path);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
      return z.NEVER;
    }
  });
