import { drawChart } from '../../alerter/mail/chart.ts';
import { type Composition, compose } from '../../alerter/mail/compose.ts';
import { composeDrill } from '../../alerter/mail/drill/compose.ts';
import { sampleDrill } from '../../alerter/mail/drill/sample.ts';
import { composeGroup } from '../../alerter/mail/group.ts';
import { renderHtml } from '../../alerter/mail/html.ts';
import type { Mail } from '../../alerter/mail/mail.ts';
import type { Painter } from '../../alerter/mail/png.ts';
import { sampleCycle, sampleNotices } from '../../alerter/mail/samples.ts';
import type { Notice } from '../../alerter/notice.ts';
import type { Language } from '../../shared/language.ts';

/** At night, as most of them are read. */
const now = Date.parse('2026-11-24T02:07:12Z');
const config = {
  timeZone: 'Europe/Brussels',
  customer: 'finemeca',
  publicUrl: 'https://air.finemeca.be',
  dashboardUrl: 'https://kibana.finemeca.be/app/dashboards#/view/air',
  acknowledgeSecret: 'only for these pictures',
  airCost: { receiverLitres: 1000, pricePerKwh: 0.25 },
};

export interface NamedMail {
  readonly name: string;
  readonly mail: Mail;
}

/** A mail of every kind that there is, and of every case that looks different. */
export function mailKinds(language: Language): readonly NamedMail[] {
  const composition: Composition = { config, language, now };
  const named = (name: string, mail: Mail): NamedMail => ({ name, mail });
  const notices = sampleNotices(now);
  const [opened] = notices as [Notice];
  const [threeHoursAgo] = sampleNotices(now - 3 * 60 * 60_000) as [Notice];
  const [, , threeDaysAgo] = sampleNotices(now - 3 * 24 * 60 * 60_000) as [Notice, Notice, Notice];
  const { decidedAt } = opened;
  const late = { ...threeDaysAgo, decidedAt, incident: { ...threeDaysAgo.incident, late: true } };
  // As long as a name may be without a hyphen, and as many digits as a pressure may have.
  const long = { ...opened, incident: { ...opened.incident, device: 'w'.repeat(80), lastPressure: 1000 } };
  return [
    ...notices.map((notice) => {
      const inLeak = notice.kind === 'sensor-silent' && notice.sensorSilentSince !== undefined;
      return named(inLeak ? 'sensor-silent-in-leak' : notice.kind, compose(notice, composition));
    }),
    named('drill', composeDrill(sampleDrill(now), composition)),
    named('drill-failed', composeDrill(sampleDrill(now, true), composition)),
    named('delayed', compose(threeHoursAgo, composition)),
    named('late', compose(late, composition)),
    named('group', composeGroup(sampleCycle(now), composition)),
    named('long', compose(long, composition)),
  ];
}

/** As a mail program shows it, but for the picture, which a browser does not take from a mail. */
export async function htmlOf(mail: Mail, painter: Painter): Promise<string> {
  const picture = mail.chart && (await painter.draw(drawChart(mail.chart)));
  return renderHtml(mail, picture && `data:image/png;base64,${picture.toString('base64')}`);
}
