import type { FoundIncident } from '../evaluate/replay.ts';

const columns = ['what', 'device', 'state', 'began', 'over', 'lasted', 'opening', 'lowest'] as const;
const numeric = new Set<string>(['lasted', 'opening', 'lowest']);

/** One line per incident, in the site's time. */
export function incidentTable(incidents: readonly FoundIncident[], timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const clock = (at: string) => format.format(Date.parse(at));
  const rows = incidents.map((incident) => [
    incident.kind,
    visible(incident.device ?? ''),
    incident.state,
    clock(incident.openedAt),
    incident.closedAt === undefined ? '' : clock(incident.closedAt),
    incident.closedAt === undefined ? '' : duration(Date.parse(incident.closedAt) - Date.parse(incident.openedAt)),
    bar(incident.openingPressure),
    bar(incident.lowestPressure),
  ]);
  const lines = [[...columns], ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) => {
      const cells = columns.map((name, at) => {
        const cell = line[at] ?? '';
        return numeric.has(name) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}

const bar = (pressure: number | undefined): string => (pressure === undefined ? '' : `${pressure.toFixed(2)} bar`);

/** `2 h 05 min`, `4 min 30 s`. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
  return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
}

/** Names come from sensors: nothing in them may steer a terminal. */
const visible = (text: string): string => text.replace(/\p{C}/gu, '?');
