import { z } from 'zod';
import type { ConfigProblem } from '../../shared/config/read.ts';
import { decimal, readableFile, secret, text, url } from '../../shared/config/values.ts';
import { isLanguage, type Language, languages } from '../../shared/language.ts';
import type { AirCost } from '../../shared/leak-cost.ts';
import { addressKey, isAddress, type Mailbox, readMailbox } from './address.ts';
import { type QuietHours, quietHours } from './quiet-hours.ts';
import { addresses, type Route, routes } from './route-format.ts';

/** An SMTP server and how to sign on there. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`); otherwise STARTTLS when the server offers it. */
  readonly secure: boolean;
  readonly username?: string;
  readonly password?: string;
  /** Certificate authority (PEM) to trust beside those that Node.js trusts. */
  readonly ca: Buffer | undefined;
}

/** Everything that a mail depends on beside its notice. */
export interface MailConfig {
  readonly smtp: SmtpConfig;
  readonly from: Mailbox;
  /** Who is written to where no route says otherwise. */
  readonly to: readonly string[];
  readonly routes: readonly Route[];
  readonly languageOf: (address: string) => Language;
  /** When nobody is reminded: for whoever decides on reminders. */
  readonly quietHours: QuietHours;
  /** The live page, without a slash at its end. Without it mails have no such link. */
  readonly publicUrl: string | undefined;
  readonly dashboardUrl: string | undefined;
  /** Without it mails have no link to acknowledge. */
  readonly acknowledgeSecret: string | undefined;
  /** Without it mails do not say what a leak costs. */
  readonly airCost: AirCost | undefined;
  readonly timeZone: string;
  /** Whose site it is: for the small print. */
  readonly customer: string;
}

/** The variables of mails. */
export const mailVariables = {
  SMTP_URL: secret(
    url('smtp://', 'smtps://').refine(
      isDecodable,
      'has a user or password with a % that is not followed by two hexadecimal digits: write %25',
    ),
  ),
  SMTP_CA_FILE: readableFile().optional(),
  MAIL_FROM: text().transform((value, context) => {
    const mailbox = readMailbox(value);
    if (mailbox) return mailbox;
    context.addIssue({ code: 'custom', message: 'must be an address such as Finemeca <no-reply@finemeca.be>' });
    return z.NEVER;
  }),
  MAIL_TO: addresses(),
  MAIL_LANGUAGE: text()
    .refine((value) => typeof readLanguages(value) !== 'string', {
      error: (issue) => String(readLanguages(String(issue.input))),
    })
    .default('fr'),
  MAIL_ROUTES: routes().optional(),
  QUIET_HOURS: quietHours().optional(),
  PUBLIC_URL: url('http://', 'https://').optional(),
  DASHBOARD_URL: url('http://', 'https://').optional(),
  ACKNOWLEDGE_SECRET: secret(text().min(16, 'must have at least 16 characters').optional()),
  AIR_RECEIVER_LITRES: decimal('must be a volume in litres', (litres) => litres > 0).optional(),
  ELECTRICITY_PRICE: decimal('must be a price in EUR/kWh, up to 10', (price) => price > 0 && price <= 10).optional(),
} satisfies z.ZodRawShape;

type Values = z.output<z.ZodObject<typeof mailVariables>> & {
  readonly SITE_TIME_ZONE: string;
  readonly CUSTOMER: string;
};

/** Also takes the site's time zone and the customer from the common variables. */
export function buildMail(values: Values): MailConfig {
  const languages = readLanguages(values.MAIL_LANGUAGE);
  if (typeof languages === 'string') throw new Error(languages);
  const { everyone, ofAddress } = languages;
  return {
    smtp: smtpOf(values.SMTP_URL, values.SMTP_CA_FILE),
    from: values.MAIL_FROM,
    to: values.MAIL_TO,
    routes: values.MAIL_ROUTES ?? [],
    languageOf: (address) => ofAddress.get(addressKey(address)) ?? everyone,
    quietHours: values.QUIET_HOURS ?? [],
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    dashboardUrl: values.DASHBOARD_URL,
    acknowledgeSecret: values.ACKNOWLEDGE_SECRET,
    airCost: airCostOf(values),
    timeZone: values.SITE_TIME_ZONE,
    customer: values.CUSTOMER,
  };
}

/** An estimate needs both. */
export function checkMail({ AIR_RECEIVER_LITRES: litres, ELECTRICITY_PRICE: price }: Values): readonly ConfigProblem[] {
  if ((litres === undefined) === (price === undefined)) return [];
  const variable = litres === undefined ? 'AIR_RECEIVER_LITRES' : 'ELECTRICITY_PRICE';
  return [{ variable, problem: 'is missing: what a leak costs follows from the receiver and the price' }];
}

const airCostOf = ({ AIR_RECEIVER_LITRES: litres, ELECTRICITY_PRICE: price }: Values): AirCost | undefined =>
  litres === undefined || price === undefined ? undefined : { receiverLitres: litres, pricePerKwh: price };

interface Languages {
  readonly everyone: Language;
  readonly ofAddress: ReadonlyMap<string, Language>;
}

/** `fr`, `fr,john@finemeca.be=en`, `john@finemeca.be=en`: or what is wrong with it. */
function readLanguages(value: string): Languages | string {
  let everyone: Language = 'fr';
  const ofAddress = new Map<string, Language>();
  for (const part of value.split(',').map((one) => one.trim())) {
    const at = part.lastIndexOf('=');
    const language = part.slice(at + 1).trim();
    if (!isLanguage(language)) return `'${part}' names none of ${languages.join(', ')}`;
    if (at < 0) {
      everyone = language;
      continue;
    }
    const address = part.slice(0, at).trim();
    if (!isAddress(address)) return `'${part}' is not a language, or an address and its language`;
    ofAddress.set(addressKey(address), language);
  }
  return { everyone, ofAddress };
}

function isDecodable(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

function smtpOf(given: string, ca: Buffer | undefined): SmtpConfig {
  const { protocol, hostname, port, username, password } = new URL(given);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    ...(username !== '' && { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
    ca,
  };
}
